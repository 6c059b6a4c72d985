package io.github.redispatterns.internal;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.github.redispatterns.internal.GuardedInvocation.Ending;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Schedulers;

import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;

/**
 * The reactive face of {@link GuardedInvocation}; loaded only where Reactor is.
 * <p>
 * Every subscription is admitted anew, on a thread that may block.
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
		Mono<Ending> admitted = Mono.fromSupplier(admission).subscribeOn(Schedulers.boundedElastic());
		Publisher<?> guarded = adapter.isMultiValue()
				? admitted.flatMapMany((ending) -> told(Flux.from(source(adapter, template, ending)), ending))
				: admitted.flatMap((ending) -> told(Mono.from(source(adapter, template, ending)), ending));
		return adapter.fromPublisher(guarded);
	}

	private static Publisher<?> source(ReactiveAdapter adapter, ProxyMethodInvocation template, Ending ending) {
		try {
			return adapter.toPublisher(ending.proceed(template.invocableClone()));
		}
		catch (Throwable ex) {
			return Mono.error(ex);
		}
	}

	private static <T> Mono<T> told(Mono<T> source, Ending ending) {
		AtomicBoolean told = new AtomicBoolean();
		return source.doOnSuccess((value) -> tell(told, ending, value, null))
			.doOnError((ex) -> tell(told, ending, null, ex))
			.doFinally((signal) -> cancelled(signal, told, ending, false));
	}

	private static <T> Flux<T> told(Flux<T> source, Ending ending) {
		AtomicBoolean told = new AtomicBoolean();
		AtomicBoolean given = new AtomicBoolean();
		return source.doOnNext((value) -> given.setPlain(true))
			.doOnComplete(() -> tell(told, ending, null, null))
			.doOnError((ex) -> tell(told, ending, null, ex))
			.doFinally((signal) -> cancelled(signal, told, ending, given.getPlain()));
	}

	private static void cancelled(SignalType signal, AtomicBoolean told, Ending ending, boolean given) {
		if (signal != SignalType.CANCEL) {
			return;
		}
		if (given) {
			tell(told, ending, null, null);
		}
		else if (told.compareAndSet(false, true)) {
			ending.cancelled();
		}
	}

	private static void tell(AtomicBoolean told, Ending ending, @Nullable Object value, @Nullable Throwable failure) {
		if (told.compareAndSet(false, true)) {
			ending.ended(value, failure);
		}
	}

}
