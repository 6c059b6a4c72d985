package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import io.github.redispatterns.internal.LeaseKeeper;
import io.github.redispatterns.internal.Pause;
import org.jspecify.annotations.Nullable;

/**
 * One caller's way to several locks, of which it gets all or none.
 * <p>
 * It waits for one lock while it holds none of the others, and takes those without
 * waiting: so it can neither be part of a deadlock nor keep others out while it waits.
 * Whichever lock it did not get is the one it waits for next. Callers that meet on the
 * same locks part by taking them in the same order and by pauses of random length.
 */
final class GroupAttempt {

	private static final long SHORTEST_PAUSE = 1_000_000;

	private static final long LONGEST_PAUSE = 64_000_000;

	private final Taker taker;

	private final LockRequest request;

	private final List<LockRequest> parts;

	private final long patience;

	private final long begin = LeaseKeeper.now();

	private int awaited;

	/**
	 * Create an attempt.
	 * @param taker gets one lock
	 * @param request what the caller asked for, or the first of it
	 * @param parts one lock each, in the order that all callers share
	 * @param patience longest wait
	 */
	GroupAttempt(Taker taker, LockRequest request, List<LockRequest> parts, Duration patience) {
		this.taker = taker;
		this.request = request;
		this.parts = parts;
		this.patience = patience.toNanos();
	}

	Acquisition run() throws InterruptedException {
		for (long pause = SHORTEST_PAUSE;; pause = Math.min(LONGEST_PAUSE, 2 * pause)) {
			List<LockHandle> held = new ArrayList<>(this.parts.size());
			Acquisition.Busy busy = round(held);
			if (busy == null) {
				return new Acquisition.Acquired(new LockGroup(this.request, held));
			}
			if (left() == 0) {
				return new Acquisition.Busy(busy.name(), busy.holder(), busy.remaining(), waited());
			}
			Pause.of(Duration.ofNanos(Math.min(left(), ThreadLocalRandom.current().nextLong(pause))));
		}
	}

	private Acquisition.@Nullable Busy round(List<LockHandle> held) throws InterruptedException {
		boolean all = false;
		try {
			Acquisition.Busy busy = takeAll(held);
			all = busy == null;
			return busy;
		}
		finally {
			if (!all) {
				held.forEach(LockHandle::giveUp);
			}
		}
	}

	private Acquisition.@Nullable Busy takeAll(List<LockHandle> held) throws InterruptedException {
		int first = this.awaited;
		Acquisition.Busy busy = take(first, Duration.ofNanos(left()), held);
		for (int i = 0; busy == null && i < this.parts.size(); i++) {
			if (i != first) {
				this.awaited = i;
				busy = take(i, Duration.ZERO, held);
			}
		}
		return busy;
	}

	private Acquisition.@Nullable Busy take(int part, Duration wait, List<LockHandle> held)
			throws InterruptedException {
		Acquisition acquisition = this.taker.take(this.parts.get(part), wait);
		if (acquisition instanceof Acquisition.Acquired acquired) {
			held.add((LockHandle) acquired.lock());
			return null;
		}
		return (Acquisition.Busy) acquisition;
	}

	private long left() {
		return Math.max(0, this.patience - (LeaseKeeper.now() - this.begin));
	}

	private Duration waited() {
		return Duration.ofMillis((LeaseKeeper.now() - this.begin) / 1_000_000);
	}

	/** Gets one lock. */
	@FunctionalInterface
	interface Taker {

		Acquisition take(LockRequest part, Duration wait) throws InterruptedException;

	}

}
