package io.github.redispatterns.ratelimit;

import java.util.function.LongPredicate;

import io.github.redispatterns.ratelimit.WatchedKey.Seen;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a window counts, by its definition and without haste.
 */
abstract class WindowModel {

	final long limit;

	final long period;

	WindowModel(Tier tier) {
		this.limit = tier.limit();
		this.period = tier.period().toMillis();
	}

	static WindowModel of(Tier tier) {
		return switch (tier.algorithm()) {
			case FIXED_WINDOW -> new FixedWindowModel(tier);
			case SLIDING_WINDOW -> new SlidingWindowModel(tier);
			case SLIDING_WINDOW_COUNTER -> new SlidingWindowCounterModel(tier);
			case GCRA, TOKEN_BUCKET -> throw new IllegalArgumentException("No window: " + tier);
		};
	}

	/**
	 * Find out when the server decided.
	 * @param since the server's microsecond before
	 * @param seen what was in the key afterwards
	 * @param quota what was decided
	 * @param taken whether the call was charged
	 */
	abstract void settle(long since, Seen seen, Quota quota, boolean taken);

	/**
	 * Calls that the model has left at that time.
	 */
	abstract long left();

	/**
	 * Whether the model admits the cost so many milliseconds later.
	 */
	abstract boolean admits(long cost, long later);

	abstract void take(long cost);

	/**
	 * Let time pass.
	 * @param millis how much
	 * @param stays whether Redis still holds anything
	 */
	abstract void pass(long millis, boolean stays);

	/**
	 * Compare the time to wait with the first moment at which the model admits.
	 * @param quota what was decided
	 * @param cost what was asked for
	 */
	void compareRetry(Quota quota, long cost) {
		if (cost > this.limit) {
			assertThat(quota.retryAfter()).isEqualTo(Quota.NEVER);
			return;
		}
		assertThat(quota.retryAfter().toMillis()).isEqualTo(first((later) -> admits(cost, later)));
	}

	final long first(LongPredicate admits) {
		long low = 0;
		long high = 2 * this.period + 1;
		while (low < high) {
			long middle = (low + high) / 2;
			if (admits.test(middle)) {
				high = middle;
			}
			else {
				low = middle + 1;
			}
		}
		return low;
	}

}
