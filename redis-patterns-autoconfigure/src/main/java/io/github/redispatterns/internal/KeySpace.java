package io.github.redispatterns.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Makes keys of the form {@code <namespace>:<pattern>:{<entity>}:<facet>}.
 * <p>
 * The braces hold exactly the entity, so that all keys of one entity share a slot. Text
 * from users is escaped and can neither leave the braces nor imitate another key; texts
 * of more than {@value #LONGEST} bytes are replaced by their digest.
 */
public final class KeySpace {

	private static final int LONGEST = 256;

	private static final String HEX = "0123456789ABCDEF";

	private final String namespace;

	/**
	 * Create a key space.
	 * @param namespace first part of every key
	 */
	public KeySpace(String namespace) {
		Require.text(namespace, "redis-patterns.namespace");
		this.namespace = escape(namespace);
	}

	/**
	 * Return the first part of every key.
	 * @return the escaped namespace
	 */
	public String namespace() {
		return this.namespace;
	}

	/**
	 * Return what every key of a pattern begins with.
	 * @param pattern name of the pattern
	 * @return such as <code>shop:lock:{</code>
	 */
	public String prefix(String pattern) {
		return this.namespace + ":" + pattern + ":{";
	}

	/**
	 * Make text from users safe as a part of an entity.
	 * @param text any text
	 * @return the text without <code>{ } : %</code> and control characters, or a digest
	 */
	public static String escape(String text) {
		int length = text.length();
		if (length * 3 > LONGEST && text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
			return digest(text);
		}
		for (int i = 0; i < length; i++) {
			if (isSpecial(text.charAt(i)) || isHalf(text, i)) {
				return escapeFrom(text, i);
			}
		}
		return text;
	}

	/**
	 * Replace a text that must not be readable in Redis, such as an API key.
	 * @param text any text
	 * @return its digest, which no escaped text can equal
	 */
	public static String digest(String text) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes(text));
			return "%h" + HexFormat.of().formatHex(digest, 0, 20);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("SHA-256 is part of every Java platform", ex);
		}
	}

	private static String escapeFrom(String text, int start) {
		StringBuilder safe = new StringBuilder(text.length() + 16).append(text, 0, start);
		for (int i = start; i < text.length(); i++) {
			char c = text.charAt(i);
			if (isSpecial(c)) {
				safe.append('%').append(HEX.charAt((c >> 4) & 0xF)).append(HEX.charAt(c & 0xF));
			}
			else if (isHalf(text, i)) {
				safe.append("%u").append(HexFormat.of().withUpperCase().toHexDigits(c));
			}
			else {
				safe.append(c);
			}
		}
		return safe.toString();
	}

	private static byte[] bytes(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (isHalf(text, i)) {
				return ('\uFEFF' + text).getBytes(StandardCharsets.UTF_16BE);
			}
		}
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static boolean isHalf(String text, int i) {
		// UTF-8 would turn every half of a surrogate pair into the same question mark
		char c = text.charAt(i);
		if (Character.isHighSurrogate(c)) {
			return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
		}
		return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
	}

	private static boolean isSpecial(char c) {
		return c < ' ' || c == '{' || c == '}' || c == ':' || c == '%' || (c >= 0x7F && c <= 0x9F);
	}

}
