package io.github.redispatterns.internal;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * This instance of the application, as the others see it in Redis.
 * <p>
 * Tokens of what it holds begin with its name and are never used twice: a name that
 * settings give is followed by random letters of each start.
 */
public final class Instance {

	private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

	private final String id;

	private final AtomicLong tokens = new AtomicLong();

	/**
	 * Create an instance.
	 * @param name a name for people, or {@code null}
	 */
	public Instance(@Nullable String name) {
		SecureRandom random = new SecureRandom();
		StringBuilder letters = new StringBuilder();
		for (int i = 0; i < 10; i++) {
			letters.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
		}
		this.id = (name != null && !name.isBlank()) ? KeySpace.escape(name.strip()).replace(' ', '_') + "-" + letters
				: letters.toString();
	}

	/**
	 * Return what the others know it by.
	 * @return an identifier without spaces and colons
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Make a token that nobody else has.
	 * @return identifier and number, with a colon between
	 */
	public String nextToken() {
		return this.id + ":" + Long.toString(this.tokens.incrementAndGet(), Character.MAX_RADIX);
	}

	/**
	 * Return the instance that made a token.
	 * @param token from {@link #nextToken()}
	 * @return its identifier
	 */
	public static String of(String token) {
		int colon = token.indexOf(':');
		return (colon >= 0) ? token.substring(0, colon) : token;
	}

}
