package io.github.redispatterns.circuitbreaker;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Outcomes of one generation that are not told yet, in one number: the call that adds the
 * outcome also learns how many there are, by one atomic addition.
 * <p>
 * Sixteen bits each, from the lowest: all calls, failed, slow, slow and failed.
 */
final class Tally {

	private static final int FIELD = 0xFFFF;

	/**
	 * Far enough below the end of a field for every thread that may be between adding and
	 * spilling.
	 */
	private static final int SPILL = 0x4000;

	private final AtomicLong counts = new AtomicLong();

	private final AtomicReference<Batch> spilled = new AtomicReference<>(Batch.EMPTY);

	private final int full;

	private final int urgent;

	/**
	 * Create a tally.
	 * @param full number of calls that should be told at once
	 * @param urgent number of failed or slow calls that should be told at once
	 */
	Tally(int full, int urgent) {
		this.full = full;
		this.urgent = urgent;
	}

	/**
	 * Count a call.
	 * @param outcome its outcome
	 * @return what there is to do about it
	 */
	Notice add(Outcome outcome) {
		long after = this.counts.addAndGet(outcome.step);
		int calls = (int) after & FIELD;
		if (calls >= SPILL) {
			spill();
			return Notice.FULL;
		}
		if (calls == 1) {
			return (this.full == 1 || (outcome != Outcome.FINE && this.urgent == 1)) ? Notice.FULL : Notice.FIRST;
		}
		if (calls == this.full || (outcome != Outcome.FINE && isUrgent(after))) {
			return Notice.FULL;
		}
		return Notice.NONE;
	}

	private boolean isUrgent(long after) {
		int both = (int) (after >>> 48);
		return ((int) (after >>> 16) & FIELD) + both >= this.urgent
				|| ((int) (after >>> 32) & FIELD) + both >= this.urgent;
	}

	private void spill() {
		Batch batch = batch(this.counts.getAndSet(0));
		this.spilled.accumulateAndGet(batch, Batch::plus);
	}

	boolean isEmpty() {
		return this.counts.get() == 0 && this.spilled.get() == Batch.EMPTY;
	}

	/**
	 * Take all outcomes out.
	 * @return what was counted since the last time
	 */
	Batch drain() {
		if (isEmpty()) {
			return Batch.EMPTY;
		}
		Batch last = batch(this.counts.getAndSet(0));
		return this.spilled.getAndSet(Batch.EMPTY).plus(last);
	}

	private static Batch batch(long counts) {
		long failed = (counts >>> 16) & FIELD;
		long slow = (counts >>> 32) & FIELD;
		long both = counts >>> 48;
		return new Batch((counts & FIELD) - failed - slow - both, failed, slow, both);
	}

	/** What a counted call has to see to. */
	enum Notice {

		/** Nothing. */
		NONE,

		/** It is the first one: somebody must look some time. */
		FIRST,

		/** Somebody must look soon. */
		FULL

	}

}
