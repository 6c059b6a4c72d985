package io.github.redispatterns.circuitbreaker;

import java.util.ArrayDeque;
import java.util.Deque;

import io.github.redispatterns.circuitbreaker.CircuitBreakerConfig.Window;

/**
 * The sliding window of what this instance alone has seen; the same arithmetic as in
 * {@code window.lua}. Not safe for concurrent use.
 */
final class LocalWindow {

	private final int slots;

	private final long bucketNanos;

	private final Deque<Entry> entries = new ArrayDeque<>();

	private Batch sums = Batch.EMPTY;

	LocalWindow(Window window) {
		this.slots = window.slots();
		this.bucketNanos = window.bucketMillis() * 1_000_000;
	}

	void add(Batch batch, long now) {
		if (batch.isEmpty()) {
			return;
		}
		if (this.bucketNanos > 0) {
			addInTime(batch, Math.floorDiv(now, this.bucketNanos));
		}
		else {
			addCalls(batch);
		}
	}

	private void addCalls(Batch batch) {
		Batch added = batch;
		if (added.total() > this.slots) {
			added = added.minus(added.part(added.total() - this.slots));
		}
		long excess = this.sums.total() + added.total() - this.slots;
		while (excess > 0) {
			Batch oldest = this.entries.removeFirst().batch;
			Batch leaving = oldest;
			if (oldest.total() > excess) {
				leaving = oldest.part(excess);
				this.entries.addFirst(new Entry(0, oldest.minus(leaving)));
			}
			this.sums = this.sums.minus(leaving);
			excess -= leaving.total();
		}
		this.entries.addLast(new Entry(0, added));
		this.sums = this.sums.plus(added);
	}

	private void addInTime(Batch batch, long bucket) {
		forget(bucket);
		Entry last = this.entries.peekLast();
		Batch present = batch;
		if (last != null && last.bucket == bucket) {
			present = this.entries.removeLast().batch.plus(batch);
		}
		this.entries.addLast(new Entry(bucket, present));
		this.sums = this.sums.plus(batch);
	}

	private void forget(long bucket) {
		Entry oldest = this.entries.peekFirst();
		while (oldest != null && oldest.bucket <= bucket - this.slots) {
			this.sums = this.sums.minus(this.entries.removeFirst().batch);
			oldest = this.entries.peekFirst();
		}
	}

	/**
	 * Return what is in the window.
	 * @param now nanosecond
	 * @return the sums
	 */
	Batch sums(long now) {
		if (this.bucketNanos > 0) {
			forget(Math.floorDiv(now, this.bucketNanos));
		}
		return this.sums;
	}

	void clear() {
		this.entries.clear();
		this.sums = Batch.EMPTY;
	}

	/**
	 * Calls that were counted together.
	 *
	 * @param bucket number of the bucket of time
	 * @param batch the calls
	 */
	private record Entry(long bucket, Batch batch) {
	}

}
