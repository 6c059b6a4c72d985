package io.github.redispatterns.semaphore;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.internal.Background;
import io.github.redispatterns.internal.LeaseKeeper;
import io.github.redispatterns.internal.WaitingRoom;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What waiting for and holding permits and items needs.
 *
 * @param keeper renews what is held
 * @param room where callers wait
 * @param background for what is tried again later
 * @param workers for listeners and asynchronous callers
 * @param meters what is counted
 * @param events where events go
 */
record LeaseContext(LeaseKeeper keeper, WaitingRoom room, Background background, Executor workers,
		SemaphoreMeters meters, Consumer<Object> events) {

	private static final Log logger = LogFactory.getLog(Semaphores.class);

	private static final Duration FIRST_RETRY = Duration.ofMillis(100);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

	/**
	 * Call a listener of the application.
	 * @param call the call
	 */
	void tell(Runnable call) {
		try {
			this.workers.execute(call);
		}
		catch (RejectedExecutionException ex) {
			logger.warn("All workers are busy; a listener is called late");
			this.background.after(FIRST_RETRY, () -> tell(call));
		}
	}

	void publish(SemaphoreEvent event) {
		tell(() -> this.events.accept(event));
	}

	/**
	 * Wait on another thread.
	 * @param <T> type of the result
	 * @param waiting what waits
	 * @return completed as that ends
	 */
	<T> CompletionStage<T> async(Waiting<T> waiting) {
		return CompletableFuture.supplyAsync(() -> {
			try {
				return waiting.call();
			}
			catch (InterruptedException ex) {
				throw new CompletionException(ex);
			}
		}, this.workers);
	}

	/**
	 * Give back what Redis did not confirm to have given back, or may have granted
	 * without saying so, until its lease has ended.
	 * @param stake what
	 * @param left time until it ends by itself
	 */
	void releaseLater(Stake stake, Duration left) {
		releaseLater(stake, LeaseKeeper.now() + left.toNanos(), FIRST_RETRY);
	}

	private void releaseLater(Stake stake, long end, Duration pause) {
		this.background.after(pause, () -> {
			try {
				stake.release();
				this.room.signal(stake.entity());
			}
			catch (RedisUnavailableException ex) {
				if (LeaseKeeper.now() < end) {
					Duration doubled = pause.multipliedBy(2);
					releaseLater(stake, end, (doubled.compareTo(LONGEST_PAUSE) < 0) ? doubled : LONGEST_PAUSE);
				}
			}
		});
	}

	/**
	 * Something that waits.
	 *
	 * @param <T> type of the result
	 */
	interface Waiting<T> {

		T call() throws InterruptedException;

	}

	/** Makes one for semaphores and one for pools. */
	@FunctionalInterface
	interface Factory {

		/**
		 * Make one.
		 * @param kind for what
		 * @return the context
		 */
		LeaseContext create(SemaphoreMeters.Kind kind);

	}

}
