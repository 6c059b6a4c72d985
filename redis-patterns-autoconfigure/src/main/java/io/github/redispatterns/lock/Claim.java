package io.github.redispatterns.lock;

import java.nio.charset.StandardCharsets;

/**
 * What one caller holds or wants to hold.
 *
 * @param key which lock
 * @param mode how it is shared
 * @param token nobody else's
 * @param value the token and the mode, as the owner is written in Redis
 */
record Claim(LockKey key, LockMode mode, String token, byte[] value) {

	static Claim of(LockKey key, LockMode mode, String token) {
		return new Claim(key, mode, token, (token + " " + mode.name().charAt(0)).getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Read the mode of an owner as it is written in Redis.
	 * @param value token and mode
	 * @return the mode
	 */
	static LockMode mode(String value) {
		return switch (value.charAt(value.length() - 1)) {
			case 'F' -> LockMode.FAIR;
			case 'R' -> LockMode.READ;
			case 'W' -> LockMode.WRITE;
			default -> LockMode.MUTEX;
		};
	}

}
