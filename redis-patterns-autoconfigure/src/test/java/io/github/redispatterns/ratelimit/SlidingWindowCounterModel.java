package io.github.redispatterns.ratelimit;

import io.github.redispatterns.ratelimit.WatchedKey.Seen;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Counts of this window and the last one. The reset that is told says how far the window
 * has come.
 */
final class SlidingWindowCounterModel extends WindowModel {

	private long start;

	private long current;

	private long previous;

	private long now;

	private long lookedAt;

	SlidingWindowCounterModel(Tier tier) {
		super(tier);
	}

	@Override
	void settle(long since, Seen seen, Quota quota, boolean taken) {
		long low = since / 1_000;
		long high = seen.micros() / 1_000;
		this.lookedAt = high;
		if (this.current == 0 && this.previous == 0) {
			this.now = taken ? seen.value() : high;
			this.start = this.now;
			assertThat(this.now).isBetween(low, high);
			return;
		}
		if (quota.reset().isZero()) {
			this.now = high;
		}
		else {
			this.now = low + Math.floorMod(this.start - quota.reset().toMillis() - low, this.period);
		}
		assertThat(this.now).isBetween(low, high);
		roll();
		if (taken) {
			assertThat(seen.value()).isEqualTo(this.start);
		}
	}

	private void roll() {
		while (this.now >= this.start + this.period) {
			this.start += this.period;
			this.previous = this.current;
			this.current = 0;
		}
	}

	/** Calls that count, times the period. */
	private long usedAt(long later) {
		long passed = this.now + later - this.start;
		if (passed < this.period) {
			return this.previous * (this.period - passed) + this.current * this.period;
		}
		return this.current * Math.max(0, 2 * this.period - passed);
	}

	@Override
	long left() {
		return Math.floorDiv(this.limit * this.period - usedAt(0), this.period);
	}

	@Override
	boolean admits(long cost, long later) {
		return usedAt(later) + cost * this.period <= this.limit * this.period;
	}

	@Override
	void take(long cost) {
		this.current += cost;
	}

	@Override
	void pass(long millis, boolean stays) {
		this.start -= millis;
		if (!stays) {
			this.now = this.lookedAt;
			assertThat(usedAt(0)).isZero();
			this.current = 0;
			this.previous = 0;
		}
	}

}
