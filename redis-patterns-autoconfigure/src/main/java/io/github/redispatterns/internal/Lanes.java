package io.github.redispatterns.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Lets callers that would wait for a connection travel together instead.
 * <p>
 * There are a few lanes to the server. A caller that finds one free goes alone, at no
 * cost. One that finds none queues; the caller who leaves a lane hands it to the first in
 * the queue, who takes along whoever waits behind, so that one write and one read carry
 * the calls of all (flat combining, Hendler et al. 2010). Throughput then grows with the
 * number of callers, and a thousand of them need no more connections than ten.
 *
 * @param <C> type of the calls
 */
final class Lanes<C extends Lanes.Call> {

	private static final int LONGEST_BATCH = 64;

	private final AtomicInteger free;

	private final ConcurrentLinkedQueue<C> waiting = new ConcurrentLinkedQueue<>();

	private final Carrier<C> carrier;

	Lanes(int lanes, Carrier<C> carrier) {
		this.free = new AtomicInteger(lanes);
		this.carrier = carrier;
	}

	/**
	 * Take a free lane.
	 * @return whether the caller goes alone and must {@link #leave()}
	 */
	boolean enter() {
		int lanes = this.free.get();
		return lanes > 0 && this.waiting.isEmpty() && this.free.compareAndSet(lanes, lanes - 1);
	}

	/**
	 * Hand the lane to those who wait, or free it.
	 */
	void leave() {
		C next = this.waiting.poll();
		if (next != null) {
			next.lead();
			return;
		}
		this.free.incrementAndGet();
		// somebody may have queued after the look and before the lane was free
		if (!this.waiting.isEmpty() && take()) {
			leave();
		}
	}

	/**
	 * Queue, and return when the call has been carried, by this thread or another.
	 * @param call the call
	 */
	void travel(C call) {
		this.waiting.add(call);
		if (take()) {
			leave();
		}
		boolean interrupted = false;
		while (call.isWaiting()) {
			LockSupport.park(this);
			interrupted |= Thread.interrupted();
		}
		if (call.leads()) {
			carry(call);
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean take() {
		int lanes = this.free.get();
		while (lanes > 0) {
			if (this.free.compareAndSet(lanes, lanes - 1)) {
				return true;
			}
			lanes = this.free.get();
		}
		return false;
	}

	private void carry(C leader) {
		List<C> batch = new ArrayList<>();
		batch.add(leader);
		C next = this.waiting.poll();
		while (next != null) {
			batch.add(next);
			next = (batch.size() < LONGEST_BATCH) ? this.waiting.poll() : null;
		}
		Throwable failure = null;
		try {
			this.carrier.carry(batch);
		}
		catch (RuntimeException | Error ex) {
			failure = ex;
			failAllWaiting(ex);
		}
		finally {
			for (C call : batch) {
				call.arrive(failure);
			}
			leave();
		}
	}

	// those who wait would only meet the same failure, one time-out later each
	private void failAllWaiting(Throwable failure) {
		for (C next = this.waiting.poll(); next != null; next = this.waiting.poll()) {
			next.arrive(failure);
		}
	}

	/**
	 * Carries several calls in one round trip.
	 *
	 * @param <C> type of the calls
	 */
	@FunctionalInterface
	interface Carrier<C> {

		void carry(List<C> batch);

	}

	/** A call and the thread that waits for it. */
	abstract static class Call {

		private static final int WAITING = 0;

		private static final int LEADS = 1;

		private static final int ARRIVED = 2;

		private final Thread caller = Thread.currentThread();

		private volatile int state = WAITING;

		private @Nullable Throwable failure;

		final boolean isWaiting() {
			return this.state == WAITING;
		}

		final boolean leads() {
			return this.state == LEADS;
		}

		final void lead() {
			this.state = LEADS;
			LockSupport.unpark(this.caller);
		}

		final void arrive(@Nullable Throwable failure) {
			this.failure = failure;
			this.state = ARRIVED;
			if (Thread.currentThread() != this.caller) {
				LockSupport.unpark(this.caller);
			}
		}

		final @Nullable Throwable failure() {
			return this.failure;
		}

	}

}
