package io.github.redispatterns.lock.advice;

import java.time.Duration;
import java.util.function.Consumer;

import io.github.redispatterns.LossCause;
import io.github.redispatterns.lock.HeldLock;
import io.github.redispatterns.lock.LockLostException;
import org.jspecify.annotations.Nullable;

/**
 * What one call holds: a lock in Redis, one of this instance, both or none.
 */
final class Grip {

	private final long begin = System.nanoTime();

	private @Nullable HeldLock lock;

	private @Nullable Runnable local;

	private volatile @Nullable LossCause loss;

	void hold(HeldLock lock) {
		this.lock = lock;
	}

	void holdHere(Runnable release) {
		this.local = release;
	}

	HeldLock lock() {
		HeldLock held = this.lock;
		if (held == null) {
			throw new IllegalStateException("Nothing is held");
		}
		return held;
	}

	void onLost(Consumer<LossCause> listener) {
		HeldLock held = this.lock;
		if (held != null) {
			held.onLost((cause) -> {
				this.loss = cause;
				listener.accept(cause);
			});
		}
	}

	/**
	 * Tell what was lost, without asking Redis.
	 * @return the loss, or {@code null} if it is held
	 */
	@Nullable LockLostException lost() {
		HeldLock held = this.lock;
		if (held == null || held.isValid()) {
			return null;
		}
		LossCause cause = this.loss;
		return new LockLostException(held.request().name(), (cause != null) ? cause : LossCause.EXPIRED,
				Duration.ofNanos(System.nanoTime() - this.begin));
	}

	/**
	 * Give it back.
	 * @return the loss, or {@code null} if it was held
	 */
	@Nullable LockLostException release() {
		if (this.local != null) {
			this.local.run();
		}
		if (this.lock == null) {
			return null;
		}
		try {
			this.lock.close();
			return null;
		}
		catch (LockLostException ex) {
			return ex;
		}
	}

}
