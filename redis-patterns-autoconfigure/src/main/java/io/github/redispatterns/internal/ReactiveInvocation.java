package io.github.redispatterns.internal;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.github.redispatterns.internal.GuardedInvocation.Ending;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;

/**
 * The reactive face of {@link GuardedInvocation}; loaded only where Reactor is.
 * <p>
 * Every subscription is admitted anew. Admission and ending run on threads that may
 * block; the subscriber hears of the end when the ending has been told.
 */
final class ReactiveInvocation {

	private ReactiveInvocation() {
	}

	static Object proceed(MethodInvocation invocation, Supplier<Ending> admission) {
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance()
			.getAdapter(invocation.getMethod().getReturnType());
		if (adapter == null) {
			throw new IllegalStateException("No reactive adapter for " + invocation.getMethod());
		}
		ProxyMethodInvocation template = (ProxyMethodInvocation) invocation;
		// a subscriber may go while its admission is decided
		Mono<Ending> admitted = Mono.fromSupplier(admission)
			.subscribeOn(Schedulers.boundedElastic())
			.doOnDiscard(Ending.class, (ending) -> ending.ended(null, null));
		return adapter.fromPublisher(
				adapter.isMultiValue() ? many(adapter, template, admitted) : one(adapter, template, admitted));
	}

	private static Flux<?> many(ReactiveAdapter adapter, ProxyMethodInvocation template, Mono<Ending> admitted) {
		return Flux.usingWhen(admitted, (ending) -> Flux.from(source(adapter, template, ending)),
				(ending) -> tell(ending, null, null), (ending, ex) -> tell(ending, null, ex),
				(ending) -> tell(ending, null, null));
	}

	private static Mono<?> one(ReactiveAdapter adapter, ProxyMethodInvocation template, Mono<Ending> admitted) {
		return Mono.defer(() -> {
			AtomicReference<@Nullable Object> result = new AtomicReference<>();
			return Mono.usingWhen(admitted,
					(ending) -> Mono.from(source(adapter, template, ending)).doOnNext(result::set),
					(ending) -> tell(ending, result.get(), null), (ending, ex) -> tell(ending, null, ex),
					(ending) -> tell(ending, null, null));
		});
	}

	private static Publisher<?> source(ReactiveAdapter adapter, ProxyMethodInvocation template, Ending ending) {
		try {
			return adapter.toPublisher(ending.proceed(template.invocableClone()));
		}
		catch (Throwable ex) {
			return Mono.error(ex);
		}
	}

	private static Mono<Void> tell(Ending ending, @Nullable Object value, @Nullable Throwable failure) {
		Mono<Void> told = Mono.fromRunnable(() -> ending.ended(value, failure));
		return Schedulers.isInNonBlockingThread() ? told.subscribeOn(Schedulers.boundedElastic()) : told;
	}

}
