package io.github.redispatterns.cache;

/**
 * What became of a value that was to be stored.
 */
sealed interface Encoding {

	/**
	 * It may be stored.
	 *
	 * @param bytes the envelope
	 */
	record Encoded(byte[] bytes) implements Encoding {
	}

	/**
	 * It is larger than the cache wants to store.
	 *
	 * @param maxPayload the most bytes of JSON
	 */
	record TooLarge(int maxPayload) implements Encoding {
	}

	/**
	 * It has no JSON, or none from which the same value could be read: a getter fails,
	 * its class is not the declared one and says nothing of its own, nothing is declared
	 * and JSON has no such value.
	 *
	 * @param reason why
	 */
	record Unwritable(String reason) implements Encoding {
	}

}
