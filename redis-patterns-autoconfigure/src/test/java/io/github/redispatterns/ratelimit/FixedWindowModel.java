package io.github.redispatterns.ratelimit;

import io.github.redispatterns.ratelimit.WatchedKey.Seen;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A count and the end of its window.
 */
final class FixedWindowModel extends WindowModel {

	private static final long NONE = -1;

	private long endsAt = NONE;

	private long count;

	private long now;

	FixedWindowModel(Tier tier) {
		super(tier);
	}

	@Override
	void settle(long since, Seen seen, Quota quota, boolean taken) {
		long reset = quota.reset().toMillis();
		if (reset == 0 || (taken && (seen.isThere() ? seen.endsAt() != this.endsAt : reset == this.period))) {
			// there was no window: what this model knows of must have ended by then
			this.now = (reset > 0) ? seen.endsAt() - reset : seen.micros() / 1_000;
			assertThat(this.endsAt).isLessThanOrEqualTo(this.now);
			assertThat(reset).isIn(0L, this.period);
			this.endsAt = this.now + this.period;
			this.count = 0;
		}
		else {
			this.now = this.endsAt - reset;
			assertThat(this.now).isBetween(since / 1_000, seen.micros() / 1_000);
		}
	}

	@Override
	long left() {
		return this.limit - this.count;
	}

	@Override
	boolean admits(long cost, long later) {
		return cost + ((this.now + later < this.endsAt) ? this.count : 0) <= this.limit;
	}

	@Override
	void take(long cost) {
		this.count += cost;
	}

	@Override
	void pass(long millis, boolean stays) {
		this.endsAt = stays ? this.endsAt - millis : NONE;
		this.count = stays ? this.count : 0;
	}

}
