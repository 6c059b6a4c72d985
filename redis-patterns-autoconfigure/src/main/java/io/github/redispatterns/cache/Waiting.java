package io.github.redispatterns.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.redispatterns.internal.WakeUps;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the end of somebody else's load.
 * <p>
 * Whoever waits arms first and looks then, so that no end falls between.
 */
final class Waiting implements WakeUps.Listener, AutoCloseable {

	private final WakeUps.Listening listening;

	private volatile CompletableFuture<@Nullable Void> signal = new CompletableFuture<>();

	Waiting(WakeUps wakeUps, String entity) {
		this.listening = wakeUps.listen(entity, this);
	}

	/**
	 * Note the next signal from now on.
	 * @return completed by the signal
	 */
	CompletableFuture<@Nullable Void> arm() {
		CompletableFuture<@Nullable Void> next = new CompletableFuture<>();
		this.signal = next;
		return next;
	}

	static void await(CompletableFuture<@Nullable Void> signal, long nanos) throws InterruptedException {
		try {
			signal.get(nanos, TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			// looks again
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("A signal never fails", ex);
		}
	}

	@Override
	public void signalled(String text) {
		this.signal.complete(null);
	}

	@Override
	public void missed() {
		this.signal.complete(null);
	}

	@Override
	public void close() {
		this.listening.close();
	}

}
