package io.github.redispatterns.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A script beside the class that calls it, read and digested once.
 * <p>
 * First lines {@code -- @include name.lua} put the named files of the same folder, or
 * with {@code ../} of the one above, in front, so that scripts share functions while
 * Redis still sees one text.
 *
 * @param <T> type of the reply
 */
public final class LuaScript<T> {

	private static final String INCLUDE = "-- @include ";

	private final String name;

	private final Reply reply;

	private final byte[] source;

	private final byte[] sha;

	private LuaScript(Class<?> owner, String file, Reply reply) {
		this.name = owner.getPackageName().substring(owner.getPackageName().lastIndexOf('.') + 1) + "/" + file;
		this.reply = reply;
		String text = read(owner, file);
		this.source = text.getBytes(StandardCharsets.UTF_8);
		this.sha = sha1(this.source);
	}

	/**
	 * Load a script that returns one integer.
	 * @param owner the class beside which the file lies
	 * @param file name of the file
	 * @return the script
	 */
	public static LuaScript<Long> integer(Class<?> owner, String file) {
		return new LuaScript<>(owner, file, Reply.INTEGER);
	}

	/**
	 * Load a script that returns integers.
	 * @param owner the class beside which the file lies
	 * @param file name of the file
	 * @return the script
	 */
	public static LuaScript<List<Long>> integers(Class<?> owner, String file) {
		return new LuaScript<>(owner, file, Reply.LIST);
	}

	/**
	 * Load a script that returns integers and texts.
	 * @param owner the class beside which the file lies
	 * @param file name of the file
	 * @return the script; texts arrive as {@code byte[]}
	 */
	public static LuaScript<List<Object>> mixed(Class<?> owner, String file) {
		return new LuaScript<>(owner, file, Reply.LIST);
	}

	/**
	 * Return the folder and file name, for messages and documents.
	 * @return such as {@code ratelimit/gcra.lua}
	 */
	public String name() {
		return this.name;
	}

	Reply reply() {
		return this.reply;
	}

	byte[] source() {
		return this.source;
	}

	byte[] sha() {
		return this.sha;
	}

	@SuppressWarnings("unchecked")
	T cast(@Nullable Object value) {
		if (value == null) {
			throw new IllegalStateException("Script '%s' returned nothing".formatted(this.name));
		}
		return (T) value;
	}

	@Override
	public String toString() {
		return this.name;
	}

	private static String read(Class<?> owner, String file) {
		StringBuilder text = new StringBuilder();
		String rest = resource(owner, file);
		while (rest.startsWith(INCLUDE)) {
			int end = rest.indexOf('\n');
			text.append(read(owner, rest.substring(INCLUDE.length(), end).trim()));
			rest = rest.substring(end + 1);
		}
		return text.append(rest).toString();
	}

	private static String resource(Class<?> owner, String file) {
		try (InputStream in = owner.getResourceAsStream(absolute(owner, file))) {
			if (in == null) {
				throw new IllegalStateException("Script '%s' is not beside %s".formatted(file, owner.getName()));
			}
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	// a jar knows no ../
	private static String absolute(Class<?> owner, String file) {
		String folder = "/" + owner.getPackageName().replace('.', '/') + "/";
		return URI.create(folder).resolve(file).getPath();
	}

	private static byte[] sha1(byte[] source) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-1").digest(source);
			return HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Redis names scripts by SHA-1, which this JVM lacks", ex);
		}
	}

	enum Reply {

		INTEGER, LIST

	}

}
