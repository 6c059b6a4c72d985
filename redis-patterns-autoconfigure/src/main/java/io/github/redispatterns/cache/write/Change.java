package io.github.redispatterns.cache.write;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A change as Redis holds it, see {@code record.lua}.
 *
 * @param key key of the entry
 * @param version its number
 * @param attempts how often it was tried
 * @param content key and value for the writer
 * @param delete whether the value was deleted
 */
record Change(String key, long version, int attempts, boolean delete, byte[] content) {

	static final int PUT = 1;

	static final int DELETE = 2;

	private static final int HEAD = 29;

	/**
	 * Make the content.
	 * @param key the key as JSON
	 * @param value the value as JSON, {@code null} to delete it
	 * @return the content
	 */
	static byte[] content(byte[] key, byte @Nullable [] value) {
		int length = (value != null) ? value.length : 0;
		ByteBuffer content = ByteBuffer.allocate(4 + key.length + length).putInt(key.length).put(key);
		return ((value != null) ? content.put(value) : content).array();
	}

	static Change of(String key, byte[] record) {
		ByteBuffer in = ByteBuffer.wrap(record);
		boolean delete = in.get() == DELETE;
		long version = in.getLong();
		int attempts = in.getInt();
		return new Change(key, version, attempts, delete, Arrays.copyOfRange(record, HEAD, record.length));
	}

	byte[] keyJson() {
		return Arrays.copyOfRange(this.content, 4, 4 + ByteBuffer.wrap(this.content).getInt());
	}

	byte[] valueJson() {
		return Arrays.copyOfRange(this.content, 4 + ByteBuffer.wrap(this.content).getInt(), this.content.length);
	}

}
