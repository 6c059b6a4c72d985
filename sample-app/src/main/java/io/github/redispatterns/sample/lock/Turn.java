package io.github.redispatterns.sample.lock;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.redispatterns.lock.HeldLock;
import io.github.redispatterns.lock.LockLostException;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one caller that asked for the lock.
 */
final class Turn {

	private final String caller;

	private volatile State state = State.WAITING;

	private volatile long fence;

	private volatile @Nullable Throwable failure;

	Turn(String caller) {
		this.caller = caller;
	}

	String caller() {
		return this.caller;
	}

	State state() {
		return this.state;
	}

	long fence() {
		return this.fence;
	}

	@Nullable Throwable failure() {
		return this.failure;
	}

	Turn refused(Throwable failure) {
		this.failure = failure;
		return this;
	}

	Turn hold(HeldLock lock, Duration hold) {
		this.fence = lock.fence();
		this.state = State.HELD;
		lock.onLost((cause) -> this.state = State.LOST);
		CompletableFuture.delayedExecutor(hold.toMillis(), TimeUnit.MILLISECONDS).execute(() -> giveBack(lock));
		return this;
	}

	private void giveBack(HeldLock lock) {
		try {
			lock.close();
			this.state = State.RELEASED;
		}
		catch (LockLostException ex) {
			this.state = State.LOST;
		}
	}

	/** What became of it. */
	enum State {

		WAITING, HELD, RELEASED, LOST

	}

}
