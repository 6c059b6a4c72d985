package io.github.redispatterns.cache;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Numbers and texts as Redis sees them.
 */
final class Bytes {

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

	private Bytes() {
	}

	static byte[] of(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static byte[] of(long number) {
		return Long.toString(number).getBytes(StandardCharsets.ISO_8859_1);
	}

	// eight bytes, most significant first
	static byte[] raw(long number) {
		byte[] raw = new byte[Long.BYTES];
		LONG.set(raw, 0, number);
		return raw;
	}

	static long readLong(byte[] bytes, int offset) {
		return (long) LONG.get(bytes, offset);
	}

}
