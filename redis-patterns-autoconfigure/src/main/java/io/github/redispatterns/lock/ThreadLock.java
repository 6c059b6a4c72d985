package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

import io.github.redispatterns.RedisUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * A lock as its threads see it.
 */
final class ThreadLock implements LockView {

	private final Locks locks;

	private final ThreadHolds holds;

	private final LockRequest request;

	private final ThreadHolds.Owned owned;

	ThreadLock(Locks locks, ThreadHolds holds, LockRequest request) {
		this.locks = locks;
		this.holds = holds;
		this.request = request;
		this.owned = ThreadHolds.Owned.of(request);
	}

	@Override
	public void lock() {
		uninterrupted(() -> {
			while (true) {
				try {
					if (take(LockRequest.LONGEST)) {
						return true;
					}
				}
				catch (InterruptedException ex) {
					return false;
				}
			}
		});
	}

	@Override
	public void lockInterruptibly() throws InterruptedException {
		boolean taken = false;
		while (!taken) {
			taken = takeUnlessInterrupted(LockRequest.LONGEST);
		}
	}

	@Override
	public boolean tryLock() {
		boolean[] taken = new boolean[1];
		uninterrupted(() -> {
			try {
				taken[0] = take(Duration.ZERO);
				return true;
			}
			catch (InterruptedException ex) {
				return false;
			}
			catch (UpgradeDeadlockException ex) {
				return true;
			}
		});
		return taken[0];
	}

	@Override
	public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
		long nanos = Math.min(unit.toNanos(time), LockRequest.LONGEST.toNanos());
		return takeUnlessInterrupted(Duration.ofNanos(Math.max(0, nanos)));
	}

	private boolean takeUnlessInterrupted(Duration wait) throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		return take(wait);
	}

	private boolean take(Duration wait) throws InterruptedException {
		ThreadHolds.Hold hold = this.holds.find(this.owned);
		if (hold != null && hold.enter()) {
			return true;
		}
		if (!(ask(wait) instanceof Acquisition.Acquired acquired)) {
			return false;
		}
		this.holds.put(this.owned, acquired.lock());
		return true;
	}

	private Acquisition ask(Duration wait) throws InterruptedException {
		try {
			return this.locks.tryLock(this.request.withWait(wait));
		}
		catch (RedisUnavailableException ex) {
			// several interrupts in a row close one connection after the other
			if (Thread.interrupted()) {
				throw (InterruptedException) new InterruptedException().initCause(ex);
			}
			throw ex;
		}
	}

	@Override
	public void unlock() {
		ThreadHolds.Hold hold = mine();
		if (hold.exit()) {
			this.holds.remove(this.owned);
			uninterrupted(() -> {
				hold.end();
				return true;
			});
		}
	}

	@Override
	public HeldLock held() {
		return mine().lock();
	}

	private ThreadHolds.Hold mine() {
		ThreadHolds.Hold hold = this.holds.find(this.owned);
		if (hold == null) {
			throw new IllegalMonitorStateException("Thread '%s' does not hold the lock '%s'"
				.formatted(Thread.currentThread().getName(), this.request.name()));
		}
		return hold;
	}

	@Override
	public Condition newCondition() {
		throw new UnsupportedOperationException(
				"A lock that several instances share has no conditions: one could only be signalled in this one");
	}

	@Override
	public String toString() {
		ThreadHolds.@Nullable Hold hold = this.holds.find(this.owned);
		return this.request.mode() + " lock '" + this.request.name() + "'"
				+ ((hold != null) ? ", held by this thread" : "");
	}

	// until it is done, whatever interrupts come; they are made known afterwards
	private static void uninterrupted(Step step) {
		boolean interrupted = Thread.interrupted();
		try {
			while (!step.done()) {
				interrupted = true;
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/** What is to be done. */
	@FunctionalInterface
	private interface Step {

		/**
		 * Do it.
		 * @return {@code false} if it was interrupted
		 */
		boolean done();

	}

}
