package io.github.redispatterns.internal;

import java.util.concurrent.atomic.AtomicBoolean;
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

	private static final Ending NOTHING = (result, failure) -> {
	};

	private final Supplier<Ending> admission;

	private final AtomicBoolean told = new AtomicBoolean();

	private volatile boolean gone;

	private volatile boolean given;

	private volatile @Nullable Ending ending;

	private ReactiveInvocation(Supplier<Ending> admission) {
		this.admission = admission;
	}

	static Object proceed(MethodInvocation invocation, Supplier<Ending> admission) {
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance()
			.getAdapter(invocation.getMethod().getReturnType());
		if (adapter == null) {
			throw new IllegalStateException("No reactive adapter for " + invocation.getMethod());
		}
		ProxyMethodInvocation template = (ProxyMethodInvocation) invocation;
		Publisher<?> guarded = adapter.isMultiValue()
				? Flux.defer(() -> new ReactiveInvocation(admission).many(adapter, template))
				: Mono.defer(() -> new ReactiveInvocation(admission).one(adapter, template));
		return adapter.fromPublisher(guarded);
	}

	private Mono<?> one(ReactiveAdapter adapter, ProxyMethodInvocation template) {
		return admitted()
			.flatMap((admitted) -> Mono.from(source(adapter, template, admitted))
				.materialize()
				.flatMap((signal) -> tell(signal.get(), signal.getThrowable()).thenReturn(signal))
				.dematerialize())
			.doOnCancel(this::leave);
	}

	private Flux<?> many(ReactiveAdapter adapter, ProxyMethodInvocation template) {
		return admitted()
			.flatMapMany((admitted) -> Flux.<Object>from(source(adapter, template, admitted))
				.doOnNext((value) -> this.given = true)
				.onErrorResume((ex) -> tell(null, ex).then(Mono.error(ex)))
				.concatWith(Mono.defer(() -> tell(null, null).then(Mono.empty()))))
			.doOnCancel(this::leave);
	}

	private Mono<Ending> admitted() {
		return Mono.fromSupplier(this::admit).subscribeOn(Schedulers.boundedElastic());
	}

	// the subscriber may go while this is decided, and Reactor forgets what came too late
	private Ending admit() {
		Ending decided;
		try {
			decided = this.admission.get();
		}
		catch (RuntimeException ex) {
			if (this.gone) {
				return NOTHING;
			}
			throw ex;
		}
		this.ending = decided;
		if (this.gone) {
			cancel(decided);
		}
		return decided;
	}

	private void leave() {
		this.gone = true;
		Ending admitted = this.ending;
		if (admitted != null) {
			cancel(admitted);
		}
	}

	private void cancel(Ending admitted) {
		if (this.told.compareAndSet(false, true)) {
			onThreadThatMayBlock(this.given ? () -> admitted.ended(null, null) : admitted::cancelled).subscribe();
		}
	}

	private Publisher<?> source(ReactiveAdapter adapter, ProxyMethodInvocation template, Ending admitted) {
		if (this.gone) {
			return Mono.empty();
		}
		try {
			return adapter.toPublisher(admitted.proceed(template.invocableClone()));
		}
		catch (Throwable ex) {
			return Mono.error(ex);
		}
	}

	private Mono<Void> tell(@Nullable Object value, @Nullable Throwable failure) {
		Ending admitted = this.ending;
		if (admitted == null || !this.told.compareAndSet(false, true)) {
			return Mono.empty();
		}
		return onThreadThatMayBlock(() -> admitted.ended(value, failure));
	}

	private static Mono<Void> onThreadThatMayBlock(Runnable telling) {
		Mono<Void> told = Mono.fromRunnable(telling);
		return Schedulers.isInNonBlockingThread() ? told.subscribeOn(Schedulers.boundedElastic()) : told;
	}

}
