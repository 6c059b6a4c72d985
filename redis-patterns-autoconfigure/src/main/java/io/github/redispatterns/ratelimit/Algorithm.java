package io.github.redispatterns.ratelimit;

/**
 * How a {@link Tier} decides. All of them count only what they admit.
 */
public enum Algorithm {

	/**
	 * Generic cell rate algorithm (ITU-T I.371): admits {@code burst} at once and then
	 * one call every {@code period / limit}. Smallest state and the cheapest decision;
	 * the default.
	 */
	GCRA,

	/**
	 * A bucket of {@code burst} tokens that refills continuously with {@code limit}
	 * tokens per {@code period}. It takes the same decisions as {@link #GCRA}, which
	 * counts the missing tokens instead of the present ones, and shares its script.
	 */
	TOKEN_BUCKET,

	/**
	 * At most {@code limit} calls in a window that opens with the first call and lasts
	 * {@code period}. Two adjacent windows can together admit twice the limit within one
	 * period.
	 */
	FIXED_WINDOW,

	/**
	 * At most {@code limit} calls in any interval of length {@code period}, exactly, by a
	 * log of admitted calls. Memory grows with the limit, which must not exceed
	 * {@value Tier#LONGEST_LOG}.
	 */
	SLIDING_WINDOW,

	/**
	 * Like {@link #SLIDING_WINDOW} with constant memory: the previous window counts in
	 * proportion to the part of it that the interval still covers.
	 */
	SLIDING_WINDOW_COUNTER;

	boolean hasBurst() {
		return this == GCRA || this == TOKEN_BUCKET;
	}

}
