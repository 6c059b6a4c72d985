package io.github.redispatterns.ratelimit;

import java.math.BigInteger;
import java.time.Duration;

import io.github.redispatterns.internal.Require;

/**
 * One limit of a policy: so many calls per period.
 *
 * @param name name within the policy, used in keys, headers and results; lower-case
 * letters, digits and dashes
 * @param algorithm how it decides
 * @param limit calls per period, 1 or more
 * @param period length of the period, from one millisecond to 366 days
 * @param burst calls admitted at once by {@link Algorithm#GCRA} and
 * {@link Algorithm#TOKEN_BUCKET}, 1 or more; equal to the limit for the others
 */
public record Tier(String name, Algorithm algorithm, long limit, Duration period, long burst) {

	/** Largest limit of {@link Algorithm#SLIDING_WINDOW}, which stores every call. */
	public static final int LONGEST_LOG = 10_000;

	private static final Duration SHORTEST = Duration.ofMillis(1);

	private static final Duration LONGEST = Duration.ofDays(366);

	/** Products of limit or burst and milliseconds stay exact in the script's doubles. */
	private static final long EXACT = 1L << 52;

	public Tier {
		Require.that(name.matches("[a-z0-9-]{1,40}"), "tier.name", name,
				"1 to 40 lower-case letters, digits and dashes");
		Require.that(limit >= 1, "limit", limit, "1 or more");
		Require.between(period, SHORTEST, LONGEST, "period");
		Require.that(period.getNano() % 1_000_000 == 0, "period", period, "whole milliseconds");
		Require.that(burst >= 1, "burst", burst, "1 or more");
		Require.that(algorithm.hasBurst() || burst == limit, "burst", burst,
				"left out for " + algorithm + ", which has no burst");
		Require.that(algorithm != Algorithm.SLIDING_WINDOW || limit <= LONGEST_LOG, "limit", limit,
				"at most " + LONGEST_LOG + " for SLIDING_WINDOW, which stores every call; use SLIDING_WINDOW_COUNTER");
		long most = EXACT / period.toMillis();
		Require.that(Math.max(limit, burst) <= most, (burst > limit) ? "burst" : "limit", Math.max(limit, burst),
				"at most " + most + " for a period of " + period);
	}

	/**
	 * Create a GCRA tier that admits its whole limit at once and is named after its
	 * period.
	 * @param limit calls per period, 1 or more
	 * @param period length of the period
	 * @return the tier
	 */
	public static Tier of(long limit, Duration period) {
		return of(Algorithm.GCRA, limit, period);
	}

	/**
	 * Create a tier that is named after its period.
	 * @param algorithm how it decides
	 * @param limit calls per period, 1 or more
	 * @param period length of the period
	 * @return the tier
	 */
	public static Tier of(Algorithm algorithm, long limit, Duration period) {
		return new Tier(name(period), algorithm, limit, period, limit);
	}

	/**
	 * Return this tier with another burst.
	 * @param burst calls admitted at once, 1 or more
	 * @return the tier
	 */
	public Tier withBurst(long burst) {
		return new Tier(this.name, this.algorithm, this.limit, this.period, burst);
	}

	/**
	 * Return this tier with another limit, keeping the proportion of burst to limit.
	 * @param limit calls per period, 1 or more
	 * @return the tier
	 */
	public Tier withLimit(long limit) {
		return new Tier(this.name, this.algorithm, limit, this.period,
				this.algorithm.hasBurst() ? inProportion(limit) : limit);
	}

	private long inProportion(long limit) {
		BigInteger burst = BigInteger.valueOf(this.burst)
			.multiply(BigInteger.valueOf(limit))
			.divide(BigInteger.valueOf(this.limit));
		return burst.max(BigInteger.ONE).min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
	}

	static String name(Duration period) {
		long millis = period.toMillis();
		if (millis % 86_400_000 == 0) {
			return millis / 86_400_000 + "d";
		}
		if (millis % 3_600_000 == 0) {
			return millis / 3_600_000 + "h";
		}
		if (millis % 60_000 == 0) {
			return millis / 60_000 + "m";
		}
		return (millis % 1000 == 0) ? millis / 1000 + "s" : millis + "ms";
	}

}
