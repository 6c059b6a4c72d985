package io.github.redispatterns.benchmarks.lock;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

import io.github.redispatterns.benchmarks.harness.Keys;

/**
 * One row of the table.
 *
 * @param title what it is about
 * @param threads how many call at the same time
 * @param keys how many locks there are
 * @param instances how many instances they belong to
 * @param kind what kind of lock; READ means that one of twenty calls writes
 */
record Row(String title, int threads, int keys, int instances, Kind kind) {

	boolean isContended() {
		return this.keys == 1 && this.threads > 1;
	}

	/**
	 * Make the calls of one contender, which also checks that the lock excludes.
	 * @param locker the contender
	 * @return locks, counts without protection, unlocks
	 */
	IntPredicate calls(Locker locker) {
		int most = (this.kind == Kind.SEMAPHORE) ? Kind.PERMITS : 1;
		boolean checked = isContended() && !(locker instanceof Floor);
		AtomicInteger callers = new AtomicInteger();
		ThreadLocal<int[]> caller = ThreadLocal.withInitial(() -> new int[] { callers.getAndIncrement(), 0 });
		AtomicInteger inside = new AtomicInteger();
		return (key) -> {
			int[] own = caller.get();
			Kind now = (this.kind == Kind.READ && ++own[1] % 20 == 0) ? Kind.WRITE : this.kind;
			try {
				Locker.Release release = locker.lock(own[0] % this.instances, now, Keys.of(key));
				boolean alone = inside.incrementAndGet() <= most || now == Kind.READ || !checked;
				inside.decrementAndGet();
				release.release();
				return alone;
			}
			catch (Exception ex) {
				throw new IllegalStateException(locker.name(), ex);
			}
		};
	}

}
