package io.github.redispatterns.ratelimit;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.redispatterns.internal.KeyTemplate;

/**
 * A tier as the scripts want it.
 * <p>
 * GCRA counts in parts of a millisecond so small that the time one call costs is a whole
 * number of them: three calls a second cost 1,000 thirds of a millisecond each and never
 * drift.
 */
final class CompiledTier {

	final Tier tier;

	final KeyTemplate keys;

	/** Parts of a millisecond that GCRA counts in. */
	final long den;

	/** Parts that one call costs. */
	final long one;

	/** Most parts that can be owed. */
	final long capacity;

	/** Algorithm and its three numbers. */
	final byte[][] arguments;

	CompiledTier(Tier tier, KeyTemplate keys) {
		this.tier = tier;
		this.keys = keys;
		long period = tier.period().toMillis();
		long common = BigInteger.valueOf(period).gcd(BigInteger.valueOf(tier.limit())).longValueExact();
		this.den = tier.limit() / common;
		this.one = period / common;
		this.capacity = tier.burst() * this.one;
		this.arguments = switch (tier.algorithm()) {
			case GCRA, TOKEN_BUCKET -> arguments("g", this.den, this.one, this.capacity);
			case FIXED_WINDOW -> arguments("f", tier.limit(), period, 0);
			case SLIDING_WINDOW -> arguments("l", tier.limit(), period, 0);
			case SLIDING_WINDOW_COUNTER -> arguments("c", tier.limit(), period, 0);
		};
	}

	boolean isGcra() {
		return this.tier.algorithm().hasBurst();
	}

	/**
	 * Read the reply of {@code gcra.lua}.
	 * @param policy name of the policy
	 * @param reply the reply
	 * @param cost what was asked for
	 * @return the quota after the decision
	 */
	Quota ofDebt(String policy, long reply, long cost) {
		long debt = (reply < 0) ? -reply - 1 : reply;
		Duration retryAfter = Duration.ZERO;
		if (reply < 0) {
			long price = cost * this.one;
			retryAfter = (price > this.capacity) ? Quota.NEVER
					: Duration.ofMillis(ceilDiv(debt + price - this.capacity, this.den));
		}
		long remaining = Math.max(0, (this.capacity - debt) / this.one);
		return quota(policy, remaining, ceilDiv(debt, this.den), retryAfter);
	}

	/**
	 * Read one tier of the other replies.
	 * @param policy name of the policy
	 * @param retry milliseconds, -1 for never
	 * @param left calls left
	 * @param reset milliseconds
	 * @return the quota
	 */
	Quota of(String policy, long retry, long left, long reset) {
		return quota(policy, left, reset, (retry < 0) ? Quota.NEVER : Duration.ofMillis(retry));
	}

	private Quota quota(String policy, long remaining, long reset, Duration retryAfter) {
		return new Quota(policy, this.tier.name(), this.tier.limit(), this.tier.period(), remaining,
				Duration.ofMillis(reset), retryAfter);
	}

	private static long ceilDiv(long dividend, long divisor) {
		return -Math.floorDiv(-dividend, divisor);
	}

	private static byte[][] arguments(String algorithm, long... numbers) {
		byte[][] arguments = new byte[numbers.length + 1][];
		arguments[0] = algorithm.getBytes(StandardCharsets.US_ASCII);
		for (int i = 0; i < numbers.length; i++) {
			arguments[i + 1] = ascii(numbers[i]);
		}
		return arguments;
	}

	static byte[] ascii(long number) {
		return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
	}

}
