package io.github.redispatterns.ratelimit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.github.redispatterns.ratelimit.WatchedKey.Seen;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every admitted call with its microsecond. That of a refusal lies between two looks, so
 * it is the one whose count was told.
 */
final class SlidingWindowModel extends WindowModel {

	private final List<Long> calls = new ArrayList<>();

	private long earliest;

	private long latest;

	private long now;

	private long lookedAt;

	SlidingWindowModel(Tier tier) {
		super(tier);
	}

	@Override
	void settle(long since, Seen seen, Quota quota, boolean taken) {
		this.lookedAt = seen.micros();
		this.earliest = taken ? seen.value() : since;
		this.latest = taken ? seen.value() : seen.micros();
		this.now = this.earliest;
		assertThat(this.now).isBetween(since, seen.micros());
		for (long call : this.calls) {
			long gone = call + this.period * 1_000;
			if (!taken && gone <= this.latest && left() < quota.remaining()) {
				this.now = Math.max(this.now, gone);
			}
		}
	}

	@Override
	long left() {
		return this.limit - countAt(this.now);
	}

	private long countAt(long micros) {
		return this.calls.stream().filter((call) -> call > micros - this.period * 1_000).count();
	}

	@Override
	boolean admits(long cost, long later) {
		return countAt(this.now + later * 1_000) + cost <= this.limit;
	}

	@Override
	void compareRetry(Quota quota, long cost) {
		if (cost > this.limit) {
			super.compareRetry(quota, cost);
			return;
		}
		long longest = first((later) -> countAt(this.earliest + later * 1_000) + cost <= this.limit);
		long shortest = first((later) -> countAt(this.latest + later * 1_000) + cost <= this.limit);
		assertThat(quota.retryAfter().toMillis()).isBetween(quota.admits() ? 0 : Math.max(1, shortest), longest);
	}

	@Override
	void take(long cost) {
		this.calls.addAll(Collections.nCopies((int) cost, this.now));
	}

	@Override
	void pass(long millis, boolean stays) {
		this.calls.replaceAll((call) -> call - millis * 1_000);
		if (!stays) {
			// keys expire by the millisecond
			assertThat(countAt(this.lookedAt + 1_000)).isZero();
			this.calls.clear();
		}
	}

}
