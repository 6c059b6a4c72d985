package io.github.redispatterns.internal;

import java.util.concurrent.locks.LockSupport;

/**
 * The place of one caller in a {@link Line}.
 */
final class Place {

	private final Thread thread = Thread.currentThread();

	private final WaitingRoom.Question<?> question;

	private volatile boolean first;

	private volatile boolean signalled;

	private volatile boolean dismissed;

	Place(WaitingRoom.Question<?> question) {
		this.question = question;
	}

	boolean awaitTurn(long end) throws InterruptedException {
		while (!this.first) {
			long left = end - LeaseKeeper.now();
			if (left <= 0) {
				return false;
			}
			park(left);
		}
		return true;
	}

	/**
	 * Wait for a signal.
	 * @param nanos longest wait
	 * @return whether there was one
	 */
	boolean awaitSignal(long nanos) throws InterruptedException {
		long end = LeaseKeeper.now() + nanos;
		for (long left = nanos; left > 0 && !this.signalled; left = end - LeaseKeeper.now()) {
			park(left);
		}
		boolean was = this.signalled;
		this.signalled = false;
		return was;
	}

	private void park(long nanos) throws InterruptedException {
		if (!this.dismissed) {
			LockSupport.parkNanos(this, nanos);
		}
		if (this.dismissed) {
			throw WaitingRoom.closed();
		}
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		RuntimeException verdict = this.question.verdict();
		if (verdict != null) {
			throw verdict;
		}
	}

	void becomeFirst() {
		this.first = true;
		LockSupport.unpark(this.thread);
	}

	void dismiss() {
		this.dismissed = true;
		LockSupport.unpark(this.thread);
	}

	void signal() {
		this.signalled = true;
		LockSupport.unpark(this.thread);
	}

}
