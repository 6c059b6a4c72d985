package io.github.redispatterns.internal;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * Writes commands to a connection and reads their replies (RESP 2), one copy each way.
 * <p>
 * It does nothing else: Jedis has connected, authenticated and selected the database on
 * the same channel before. Any thread may close it, which ends a read that waits.
 */
final class Wire implements Closeable {

	private static final int SIZE = 16 * 1024;

	private final SocketChannel channel;

	private final ByteBuffer out = ByteBuffer.allocateDirect(SIZE);

	private final ByteBuffer in = ByteBuffer.allocateDirect(SIZE).limit(0);

	Wire(SocketChannel channel) {
		this.channel = channel;
	}

	/**
	 * Put a command into the buffer.
	 * @param command the command
	 * @param words what follows it
	 * @throws IOException if the buffer was full and could not be written
	 */
	void write(byte[] command, byte[][] words) throws IOException {
		number('*', 1 + words.length);
		bulk(command);
		for (byte[] word : words) {
			bulk(word);
		}
	}

	/**
	 * Send what was written.
	 * @throws IOException if it cannot be sent
	 */
	void flush() throws IOException {
		this.out.flip();
		while (this.out.hasRemaining()) {
			this.channel.write(this.out);
		}
		this.out.clear();
	}

	/**
	 * Read one reply.
	 * @return a {@code Long}, {@code byte[]}, list or {@code null}; an error of the
	 * server as a {@link JedisDataException} that is not thrown
	 * @throws IOException if the connection ended
	 */
	@Nullable Object read() throws IOException {
		byte type = next();
		return switch (type) {
			case ':' -> line();
			case '$' -> text();
			case '*' -> list();
			case '-' -> error();
			case '+' -> message().getBytes(StandardCharsets.UTF_8);
			default -> throw new JedisConnectionException("A reply begins with " + type + ", which is not RESP 2");
		};
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

	private void bulk(byte[] value) throws IOException {
		number('$', value.length);
		bytes(value);
		end();
	}

	private void number(char type, int value) throws IOException {
		require(1);
		this.out.put((byte) type);
		digits(value, digits(value));
	}

	private void digits(int value, int count) throws IOException {
		require(count);
		int position = this.out.position();
		int rest = value;
		for (int i = count - 1; i >= 0; i--) {
			this.out.put(position + i, (byte) ('0' + rest % 10));
			rest /= 10;
		}
		this.out.position(position + count);
		end();
	}

	private void bytes(byte[] value) throws IOException {
		int written = 0;
		while (written < value.length) {
			require(1);
			int part = Math.min(this.out.remaining(), value.length - written);
			this.out.put(value, written, part);
			written += part;
		}
	}

	private void end() throws IOException {
		require(2);
		this.out.put((byte) '\r').put((byte) '\n');
	}

	private void require(int room) throws IOException {
		if (this.out.remaining() < room) {
			flush();
		}
	}

	private static int digits(int value) {
		int count = 1;
		for (int rest = value; rest >= 10; rest /= 10) {
			count++;
		}
		return count;
	}

	private long line() throws IOException {
		byte first = next();
		long value = (first != '-') ? first - '0' : 0;
		for (byte digit = next(); digit != '\r'; digit = next()) {
			value = value * 10 + (digit - '0');
		}
		next();
		return (first != '-') ? value : -value;
	}

	private byte @Nullable [] text() throws IOException {
		int length = Math.toIntExact(line());
		if (length < 0) {
			return null;
		}
		byte[] value = new byte[length];
		int read = 0;
		while (read < length) {
			if (!this.in.hasRemaining()) {
				fill();
			}
			int part = Math.min(this.in.remaining(), length - read);
			this.in.get(value, read, part);
			read += part;
		}
		next();
		next();
		return value;
	}

	private @Nullable List<@Nullable Object> list() throws IOException {
		int length = Math.toIntExact(line());
		if (length < 0) {
			return null;
		}
		List<@Nullable Object> values = new ArrayList<>(length);
		for (int i = 0; i < length; i++) {
			values.add(read());
		}
		return values;
	}

	private JedisDataException error() throws IOException {
		String message = message();
		return message.startsWith("NOSCRIPT") ? new JedisNoScriptException(message) : new JedisDataException(message);
	}

	private String message() throws IOException {
		StringBuilder message = new StringBuilder();
		for (byte c = next(); c != '\r'; c = next()) {
			message.append((char) (c & 0xFF));
		}
		next();
		return message.toString();
	}

	private byte next() throws IOException {
		if (!this.in.hasRemaining()) {
			fill();
		}
		return this.in.get();
	}

	private void fill() throws IOException {
		this.in.clear();
		int read = this.channel.read(this.in);
		this.in.flip();
		if (read < 0) {
			throw new EOFException("Redis closed the connection");
		}
	}

}
