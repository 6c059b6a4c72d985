package io.github.redispatterns.lock;

import java.nio.charset.StandardCharsets;

/**
 * What one caller holds or wants to hold.
 *
 * @param key which lock
 * @param mode how it is shared
 * @param token nobody else's
 * @param value the token and the mode, as the owner is written in Redis
 * @param held value of what the same thread holds of a lock already and may keep while it
 * gets this too, or nothing
 */
record Claim(LockKey key, LockMode mode, String token, byte[] value, byte[] held) {

	private static final byte[] NOTHING = {};

	static Claim of(LockKey key, LockMode mode, String token) {
		return new Claim(key, mode, token, (token + " " + mode.name().charAt(0)).getBytes(StandardCharsets.UTF_8),
				NOTHING);
	}

	/**
	 * Ask beside what the same thread holds already.
	 * @param other what it holds
	 * @return another claim
	 */
	Claim beside(Claim other) {
		return new Claim(this.key, this.mode, this.token, this.value, other.value());
	}

	/**
	 * Tell whether it is asked for beside something else, so that waiting is no way.
	 * @return whether the same thread holds the lock in another mode
	 */
	boolean isBeside() {
		return this.held.length > 0;
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
