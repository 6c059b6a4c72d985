package io.github.redispatterns.lock.advice;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

import io.github.redispatterns.LossCause;
import io.github.redispatterns.lock.Acquisition;
import io.github.redispatterns.lock.HeldLock;
import io.github.redispatterns.lock.LockLostException;
import io.github.redispatterns.lock.LockRequest;
import io.github.redispatterns.lock.Locks;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one call holds.
 */
final class Grip {

	/** Last taken first. */
	private final Deque<HeldLock> locks = new ArrayDeque<>();

	private final long begin = System.nanoTime();

	private @Nullable Runnable local;

	private volatile @Nullable LossCause loss;

	/**
	 * Take some locks together or not at all.
	 * @param from where from
	 * @param requests which, in the order in which everybody takes them
	 * @return who holds one of them, or {@code null} if all were taken
	 * @throws InterruptedException if the thread is interrupted while it waits
	 */
	Acquisition.@Nullable Busy take(Locks from, List<LockRequest> requests) throws InterruptedException {
		boolean all = false;
		try {
			for (LockRequest request : requests) {
				Acquisition acquisition = from.tryLock(request);
				if (acquisition instanceof Acquisition.Busy busy) {
					return busy;
				}
				this.locks.push(((Acquisition.Acquired) acquisition).lock());
			}
			all = true;
			return null;
		}
		finally {
			if (!all) {
				release();
			}
		}
	}

	void local(Runnable release) {
		this.local = release;
	}

	HeldLock first() {
		return this.locks.getLast();
	}

	void onLost(Consumer<LossCause> listener) {
		this.locks.forEach((lock) -> lock.onLost((cause) -> {
			this.loss = cause;
			listener.accept(cause);
		}));
	}

	/**
	 * Tell what was lost, without asking Redis.
	 * @return the first loss, or {@code null} if all are held
	 */
	@Nullable LockLostException lost() {
		for (HeldLock lock : this.locks) {
			if (!lock.isValid()) {
				LossCause cause = this.loss;
				return new LockLostException(lock.request().name(), (cause != null) ? cause : LossCause.EXPIRED,
						Duration.ofNanos(System.nanoTime() - this.begin));
			}
		}
		return null;
	}

	/**
	 * Give all back.
	 * @return the first loss, or {@code null} if all were held
	 */
	@Nullable LockLostException release() {
		LockLostException lost = null;
		Runnable here = this.local;
		if (here != null) {
			this.local = null;
			here.run();
		}
		while (!this.locks.isEmpty()) {
			try {
				this.locks.pop().close();
			}
			catch (LockLostException ex) {
				lost = (lost != null) ? lost : ex;
			}
		}
		return lost;
	}

}
