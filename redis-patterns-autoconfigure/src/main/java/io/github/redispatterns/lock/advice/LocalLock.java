package io.github.redispatterns.lock.advice;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * One lock of this instance: many readers, or one caller who may take it once more.
 */
final class LocalLock {

	private static final int ALL = Integer.MAX_VALUE;

	private final Semaphore permits = new Semaphore(ALL);

	private @Nullable Object owner;

	private int depth;

	/** Guarded by the map that holds this lock. */
	private int users;

	LocalLock used() {
		this.users++;
		return this;
	}

	boolean left() {
		this.users--;
		return this.users == 0;
	}

	@Nullable Runnable take(Object caller, boolean exclusive, long patience) throws InterruptedException {
		synchronized (this) {
			if (caller.equals(this.owner)) {
				this.depth++;
				return this::exit;
			}
		}
		if (!this.permits.tryAcquire(exclusive ? ALL : 1, patience, TimeUnit.NANOSECONDS)) {
			return null;
		}
		if (!exclusive) {
			return this.permits::release;
		}
		synchronized (this) {
			this.owner = caller;
			this.depth = 1;
		}
		return this::exit;
	}

	private synchronized void exit() {
		this.depth--;
		if (this.depth == 0) {
			this.owner = null;
			this.permits.release(ALL);
		}
	}

}
