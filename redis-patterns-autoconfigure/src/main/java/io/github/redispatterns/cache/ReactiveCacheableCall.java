package io.github.redispatterns.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;

/**
 * The call of a method that returns a reactive type: each subscription asks the cache,
 * and the load goes on for others when its first subscriber leaves.
 */
final class ReactiveCacheableCall {

	private ReactiveCacheableCall() {
	}

	static Object answer(CacheableCall call, ProxyMethodInvocation template) {
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(call.returnType());
		if (adapter == null) {
			throw new IllegalStateException("No reactive adapter for " + call.returnType());
		}
		Mono<Object> value = Mono.deferContextual((context) -> {
			CacheableCall.Source source = () -> collect(adapter, template, context);
			CompletableFuture<@Nullable Object> found = call.load(source, source);
			return Mono.fromFuture(found, true).mapNotNull(call::wrap);
		});
		return adapter.fromPublisher(call.isMany() ? value.flatMapIterable((values) -> (Iterable<?>) values) : value);
	}

	private static CompletionStage<?> collect(ReactiveAdapter adapter, ProxyMethodInvocation template,
			ContextView context) throws Throwable {
		Object returned = template.invocableClone().proceed();
		if (returned == null) {
			throw new IllegalStateException("A method with @Cacheable returned null instead of a publisher");
		}
		Mono<?> value = adapter.isMultiValue() ? Flux.from(adapter.toPublisher(returned)).collectList()
				: Mono.from(adapter.toPublisher(returned));
		return value.contextWrite(context).toFuture();
	}

}
