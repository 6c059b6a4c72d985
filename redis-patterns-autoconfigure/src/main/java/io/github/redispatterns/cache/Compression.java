package io.github.redispatterns.cache;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import org.jspecify.annotations.Nullable;

/**
 * Deflate (RFC 1951) of payloads.
 */
final class Compression {

	private Compression() {
	}

	/**
	 * Compress.
	 * @param bytes what to compress
	 * @param offset where it begins
	 * @return fewer bytes, or {@code null} if it does not shrink
	 */
	static byte @Nullable [] deflate(byte[] bytes, int offset) {
		int length = bytes.length - offset;
		if (length == 0) {
			return null;
		}
		Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
		try {
			deflater.setInput(bytes, offset, length);
			deflater.finish();
			byte[] smaller = new byte[length - 1];
			int size = deflater.deflate(smaller);
			return deflater.finished() ? Arrays.copyOf(smaller, size) : null;
		}
		finally {
			deflater.end();
		}
	}

	/**
	 * Undo it.
	 * @param bytes what was compressed
	 * @param limit the most bytes that may come out
	 * @return what was there before, or {@code null} if it is broken or more than the
	 * limit
	 */
	static byte @Nullable [] inflate(byte[] bytes, int limit) {
		Inflater inflater = new Inflater(true);
		try {
			inflater.setInput(bytes);
			// one byte of room more than allowed tells the end from an overflow
			long room = limit + 1L;
			byte[] out = new byte[(int) Math.min(room, 4L * bytes.length + 64)];
			int length = inflater.inflate(out);
			while (length == out.length && length < room && !inflater.finished()) {
				out = Arrays.copyOf(out, (int) Math.min(room, 2L * length));
				length += inflater.inflate(out, length, out.length - length);
			}
			boolean whole = inflater.finished() && inflater.getRemaining() == 0 && length <= limit;
			return whole ? Arrays.copyOf(out, length) : null;
		}
		catch (DataFormatException ex) {
			return null;
		}
		finally {
			inflater.end();
		}
	}

}
