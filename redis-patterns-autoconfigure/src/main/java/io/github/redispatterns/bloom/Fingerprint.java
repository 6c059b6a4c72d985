package io.github.redispatterns.bloom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Two hashes of an item: the low 47 bits of both halves of MurmurHash3 x64 128 (Austin
 * Appleby, public domain), seed 0, of its UTF-8 bytes.
 * <p>
 * Scripts compute with doubles, which are exact below 2^53 only.
 *
 * @param first first hash
 * @param second second hash
 */
record Fingerprint(long first, long second) {

	private static final long C1 = 0x87c37b91114253d5L;

	private static final long C2 = 0x4cf5ad432745937fL;

	private static final long LOW = (1L << 47) - 1;

	static Fingerprint of(String item) {
		long[] hash = murmur(item.getBytes(StandardCharsets.UTF_8));
		return new Fingerprint(hash[0] & LOW, hash[1] & LOW);
	}

	static long[] murmur(byte[] data) {
		ByteBuffer buffer = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
		long h1 = 0;
		long h2 = 0;
		while (buffer.remaining() >= 16) {
			h1 ^= first(buffer.getLong());
			h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
			h2 ^= second(buffer.getLong());
			h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
		}
		long[] tail = new long[2];
		for (int i = 0; buffer.hasRemaining(); i++) {
			tail[i / 8] |= (buffer.get() & 0xFFL) << (i % 8 * 8);
		}
		h1 ^= first(tail[0]) ^ data.length;
		h2 ^= second(tail[1]) ^ data.length;
		h1 += h2;
		h2 += h1;
		h1 = mix(h1);
		h2 = mix(h2);
		h1 += h2;
		return new long[] { h1, h2 + h1 };
	}

	private static long first(long k) {
		return Long.rotateLeft(k * C1, 31) * C2;
	}

	private static long second(long k) {
		return Long.rotateLeft(k * C2, 33) * C1;
	}

	private static long mix(long value) {
		long k = value;
		k = (k ^ (k >>> 33)) * 0xff51afd7ed558ccdL;
		k = (k ^ (k >>> 33)) * 0xc4ceb9fe1a85ec53L;
		return k ^ (k >>> 33);
	}

}
