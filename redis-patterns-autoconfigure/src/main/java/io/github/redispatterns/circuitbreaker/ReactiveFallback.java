package io.github.redispatterns.circuitbreaker;

import org.aopalliance.intercept.MethodInvocation;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;

/**
 * Fallbacks of methods that return reactive types; loaded only where Reactor is.
 */
final class ReactiveFallback {

	private ReactiveFallback() {
	}

	static Object answered(Object result, Fallback fallback, MethodInvocation invocation) {
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance()
			.getAdapter(invocation.getMethod().getReturnType());
		if (adapter == null) {
			throw new IllegalStateException("No reactive adapter for " + invocation.getMethod());
		}
		Publisher<Object> source = adapter.toPublisher(result);
		Publisher<?> answered = adapter.isMultiValue()
				? Flux.from(source).onErrorResume((ex) -> Flux.from(answer(ex, adapter, fallback, invocation)))
				: Mono.from(source).onErrorResume((ex) -> Mono.from(answer(ex, adapter, fallback, invocation)));
		return adapter.fromPublisher(answered);
	}

	private static Publisher<Object> answer(Throwable failure, ReactiveAdapter adapter, Fallback fallback,
			MethodInvocation invocation) {
		try {
			return adapter.toPublisher(fallback.answer(failure, invocation.getThis(), invocation.getArguments()));
		}
		catch (Throwable ex) {
			return Mono.error(ex);
		}
	}

}
