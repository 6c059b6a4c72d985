package io.github.redispatterns.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReferenceArray;
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
 */
final class Lanes {

	static final int LONGEST_BATCH = 64;

	private final AtomicReferenceArray<@Nullable Lane> free;

	private final ConcurrentLinkedQueue<Evaluation> waiting = new ConcurrentLinkedQueue<>();

	Lanes(List<? extends Lane> lanes) {
		this.free = new AtomicReferenceArray<>(lanes.toArray(new Lane[0]));
	}

	/**
	 * Carry a call, with others if all lanes are busy.
	 * @param evaluation the call; its result is there on return
	 */
	void carry(Evaluation evaluation) {
		Lane lane = this.waiting.isEmpty() ? take() : null;
		if (lane == null) {
			queue(evaluation);
			return;
		}
		try {
			lane.carry(evaluation);
		}
		catch (RuntimeException ex) {
			failAllWaiting(ex);
			throw ex;
		}
		finally {
			leave(lane);
		}
	}

	/**
	 * Carry several calls of one caller, in one journey if a lane is free.
	 * @param batch the calls; their results are there on return
	 */
	void carryAll(List<Evaluation> batch) {
		Lane lane = this.waiting.isEmpty() ? take() : null;
		if (lane == null) {
			batch.forEach(this::carry);
			return;
		}
		try {
			lane.carry(batch);
		}
		catch (RuntimeException ex) {
			failAllWaiting(ex);
			throw ex;
		}
		finally {
			leave(lane);
		}
	}

	/**
	 * Take a free lane.
	 * @return a lane, which {@link #leave} gives back, or {@code null}
	 */
	@Nullable Lane take() {
		for (int i = 0; i < this.free.length(); i++) {
			Lane lane = this.free.get(i);
			if (lane != null && this.free.compareAndSet(i, lane, null)) {
				return lane;
			}
		}
		return null;
	}

	/**
	 * Take a certain lane if it is free.
	 * @param wanted the lane
	 * @return whether it was free
	 */
	boolean take(Lane wanted) {
		for (int i = 0; i < this.free.length(); i++) {
			if (this.free.get(i) == wanted && this.free.compareAndSet(i, wanted, null)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Hand a lane to those who wait, or free it.
	 * @param lane a lane that was taken
	 */
	void leave(Lane lane) {
		Lane mine = lane;
		while (mine != null) {
			Evaluation next = this.waiting.poll();
			if (next != null) {
				next.lead(mine);
				return;
			}
			release(mine);
			// somebody may have queued after the look and before the lane was free
			mine = this.waiting.isEmpty() ? null : take();
		}
	}

	private void release(Lane lane) {
		int i = 0;
		while (!this.free.compareAndSet(i, null, lane)) {
			i = (i + 1) % this.free.length();
		}
	}

	private void queue(Evaluation evaluation) {
		this.waiting.add(evaluation);
		Lane lane = take();
		if (lane != null) {
			leave(lane);
		}
		Lane mine = evaluation.await(this);
		if (mine != null) {
			lead(mine, evaluation);
		}
	}

	private void lead(Lane lane, Evaluation leader) {
		List<Evaluation> batch = new ArrayList<>();
		batch.add(leader);
		while (batch.size() < LONGEST_BATCH) {
			Evaluation next = this.waiting.poll();
			if (next == null) {
				break;
			}
			batch.add(next);
		}
		try {
			lane.carry(batch);
		}
		catch (RuntimeException ex) {
			batch.forEach((evaluation) -> evaluation.fail(ex));
			failAllWaiting(ex);
		}
		finally {
			batch.forEach(Traveller::arrive);
			leave(lane);
		}
	}

	// those who wait now would only meet the same failure, one time-out later each; a
	// closed connection was this lane's alone
	private void failAllWaiting(RuntimeException failure) {
		if (Failure.of(failure) != Failure.TRANSIENT || Failure.isStaleConnection(failure)) {
			return;
		}
		for (int left = this.waiting.size(); left > 0; left--) {
			Evaluation next = this.waiting.poll();
			if (next == null) {
				return;
			}
			next.fail(failure);
			next.arrive();
		}
	}

	/** Somebody who may wait for a lane or for others to take him along. */
	abstract static class Traveller {

		private final Thread caller = Thread.currentThread();

		private @Nullable Lane lane;

		private volatile boolean waiting = true;

		abstract void fail(RuntimeException failure);

		/**
		 * Wait.
		 * @param blocker what is waited for
		 * @return the lane to lead on, or {@code null} after arrival
		 */
		@Nullable Lane await(Object blocker) {
			boolean interrupted = false;
			while (this.waiting) {
				LockSupport.park(blocker);
				interrupted |= Thread.interrupted();
			}
			if (interrupted) {
				this.caller.interrupt();
			}
			return this.lane;
		}

		final void lead(Lane lane) {
			this.lane = lane;
			goOn();
		}

		final void arrive() {
			this.lane = null;
			goOn();
		}

		private void goOn() {
			this.waiting = false;
			if (Thread.currentThread() != this.caller) {
				LockSupport.unpark(this.caller);
			}
		}

	}

}
