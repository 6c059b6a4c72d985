package io.github.redispatterns.ratelimit;

import java.time.Duration;

/**
 * What a decision found in one tier.
 *
 * @param policy name of the policy
 * @param tier name of the tier
 * @param limit calls per period
 * @param period length of the period
 * @param remaining calls that would be admitted now, after this decision
 * @param reset time until the whole quota is there again if nothing more is taken
 * @param retryAfter time until this tier admits the same call, zero if it does, or
 * {@link #NEVER}
 */
public record Quota(String policy, String tier, long limit, Duration period, long remaining, Duration reset,
		Duration retryAfter) {

	/** The cost is larger than the tier ever admits at once. */
	public static final Duration NEVER = Duration.ofMillis(Long.MAX_VALUE);

	/**
	 * Whether this tier admits the call.
	 * @return {@code false} if it refuses
	 */
	public boolean admits() {
		return this.retryAfter.isZero();
	}

}
