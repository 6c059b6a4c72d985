package io.github.redispatterns.cache;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets only so many loads of a cache run at a time, and only so many callers wait for
 * that.
 */
final class Bulkhead {

	private final CacheSettings settings;

	private final Semaphore free;

	private final AtomicInteger waiting = new AtomicInteger();

	Bulkhead(CacheSettings settings) {
		this.settings = settings;
		this.free = new Semaphore((settings.maxLoads() > 0) ? settings.maxLoads() : Integer.MAX_VALUE);
	}

	/**
	 * Begin a load.
	 * @param mayWait whether the caller may wait
	 * @return whether the load may begin; then {@link #leave} ends it
	 * @throws InterruptedException if the caller is interrupted
	 */
	boolean enter(boolean mayWait) throws InterruptedException {
		if (this.settings.maxLoads() == 0 || this.free.tryAcquire()) {
			return true;
		}
		if (!mayWait) {
			return false;
		}
		try {
			return this.waiting.incrementAndGet() <= this.settings.maxQueue()
					&& this.free.tryAcquire(this.settings.loadWait().toMillis(), TimeUnit.MILLISECONDS);
		}
		finally {
			this.waiting.decrementAndGet();
		}
	}

	void leave() {
		if (this.settings.maxLoads() > 0) {
			this.free.release();
		}
	}

}
