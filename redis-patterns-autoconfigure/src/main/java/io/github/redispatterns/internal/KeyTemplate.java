package io.github.redispatterns.internal;

import java.nio.charset.StandardCharsets;

/**
 * A key with a hole where the caller's text goes, ready as bytes.
 */
public final class KeyTemplate {

	private final byte[] prefix;

	private final byte[] suffix;

	/**
	 * Create a template of {@code <namespace>:<pattern>:{<owner>:<text>}:<facet>}.
	 * @param space the key space
	 * @param pattern name of the pattern
	 * @param owner what the texts belong to, such as the name of a policy
	 * @param facet last part of the key
	 */
	public KeyTemplate(KeySpace space, String pattern, String owner, String facet) {
		this.prefix = (space.prefix(pattern) + KeySpace.escape(owner) + ":").getBytes(StandardCharsets.UTF_8);
		this.suffix = ("}:" + facet).getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Fill the hole.
	 * @param escaped a text from {@link KeySpace#escape}
	 * @return the key
	 */
	public byte[] key(String escaped) {
		byte[] text = escaped.getBytes(StandardCharsets.UTF_8);
		byte[] key = new byte[this.prefix.length + text.length + this.suffix.length];
		System.arraycopy(this.prefix, 0, key, 0, this.prefix.length);
		System.arraycopy(text, 0, key, this.prefix.length, text.length);
		System.arraycopy(this.suffix, 0, key, this.prefix.length + text.length, this.suffix.length);
		return key;
	}

}
