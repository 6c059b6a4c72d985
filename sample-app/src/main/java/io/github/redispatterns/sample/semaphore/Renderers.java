package io.github.redispatterns.sample.semaphore;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import io.github.redispatterns.sample.pattern.Switched;
import io.github.redispatterns.semaphore.Permit;
import io.github.redispatterns.semaphore.PermitRequest;
import io.github.redispatterns.semaphore.Resize;
import io.github.redispatterns.semaphore.SemaphoreInfo;
import io.github.redispatterns.semaphore.Semaphores;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Others who want permits to render.
 */
@Component
class Renderers {

	static final String NAME = "render";

	private final Switched<Semaphores> semaphores;

	Renderers(ObjectProvider<Semaphores> semaphores) {
		this.semaphores = new Switched<>(semaphores, "semaphore");
	}

	boolean enabled() {
		return this.semaphores.on();
	}

	// tag::semaphore[]
	CompletableFuture<@Nullable Throwable> ask(Duration wait, Duration hold) {
		PermitRequest request = PermitRequest.of(NAME).withWait(wait);
		CompletableFuture<Permit> answer = this.semaphores.get().acquireAsync(request).toCompletableFuture();
		return answer.handle((permit, failure) -> (permit != null) ? hold(permit, hold) : cause(failure));
	}

	boolean resize(int permits) {
		return this.semaphores.get().resize(Resize.of(NAME, permits, "dashboard"));
	}
	// end::semaphore[]

	SemaphoreInfo look() {
		return this.semaphores.get().snapshot(NAME);
	}

	private static @Nullable Throwable cause(@Nullable Throwable failure) {
		return (failure instanceof CompletionException wrapped) ? wrapped.getCause() : failure;
	}

	private static @Nullable Throwable hold(Permit permit, Duration hold) {
		CompletableFuture.delayedExecutor(hold.toMillis(), TimeUnit.MILLISECONDS).execute(permit::close);
		return null;
	}

}
