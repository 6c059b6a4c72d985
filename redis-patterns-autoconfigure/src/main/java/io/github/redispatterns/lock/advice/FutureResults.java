package io.github.redispatterns.lock.advice;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;

/**
 * Makes futures that tell nobody when they are done tell it.
 *
 * @param workers who wait for them
 */
record FutureResults(Executor workers) {

	@Nullable Object stage(@Nullable Object result) {
		if (result instanceof CompletionStage<?> || !(result instanceof Future<?> future)) {
			return result;
		}
		CompletableFuture<@Nullable Object> told = new CompletableFuture<>();
		try {
			this.workers.execute(() -> tell(future, told));
		}
		catch (RejectedExecutionException ex) {
			// nobody else has time, and the lock must be held until then
			tell(future, told);
		}
		return told;
	}

	private static void tell(Future<?> future, CompletableFuture<@Nullable Object> told) {
		try {
			told.complete(future.get());
		}
		catch (ExecutionException ex) {
			told.completeExceptionally((ex.getCause() != null) ? ex.getCause() : ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			told.completeExceptionally(new CompletionException(ex));
		}
		catch (RuntimeException ex) {
			told.completeExceptionally(ex);
		}
	}

}
