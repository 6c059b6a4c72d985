package io.github.redispatterns.cache;

import org.jspecify.annotations.Nullable;

/**
 * What the bytes of a key are to somebody who wants a value of some type. All but a
 * decoded value is a miss.
 */
sealed interface Decoding {

	/**
	 * A value of the type, perhaps written by another version of it.
	 *
	 * @param value the value, or {@code null} if that is what is remembered
	 * @param envelope the facts about it
	 */
	record Decoded(@Nullable Object value, Envelope envelope) implements Decoding {
	}

	/**
	 * A value of another type, or of a version of the type that this one cannot read.
	 *
	 * @param envelope the facts about it
	 */
	record Foreign(Envelope envelope) implements Decoding {
	}

	/**
	 * Not an envelope, or a broken one.
	 *
	 * @param reason why
	 */
	record Undecodable(String reason) implements Decoding {
	}

}
