package io.github.redispatterns.cache;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.redispatterns.internal.MethodExpression.Call;
import io.github.redispatterns.internal.ReturnKind;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.cache.Cache;
import org.springframework.util.ClassUtils;
import org.springframework.util.ObjectUtils;

/**
 * One call of a method with one {@code @Cacheable}, run by its first cache. Further
 * caches are asked before the method is called, and get what it returned.
 */
final class CacheableCall {

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.scheduler.Schedulers",
			CacheableCall.class.getClassLoader());

	private final CacheableInterceptor interceptor;

	private final CacheableMethod advised;

	private final CacheableInterceptor.Operation operation;

	private final SpringCache cache;

	private final Call call;

	private final Object key;

	CacheableCall(CacheableInterceptor interceptor, CacheableMethod advised, CacheableInterceptor.Operation operation,
			SpringCache cache, Call call) {
		this.interceptor = interceptor;
		this.advised = advised;
		this.operation = operation;
		this.cache = cache;
		this.call = call;
		this.key = operation.key();
	}

	@Nullable Object answer(MethodInvocation invocation) throws Throwable {
		return switch (this.advised.kind()) {
			case VALUE -> wrap(value(invocation));
			case FUTURE -> future(invocation).thenApply(this::wrap);
			case REACTIVE -> ReactiveCacheableCall.answer(this, (ProxyMethodInvocation) invocation);
		};
	}

	boolean isMany() {
		return this.advised.isMany();
	}

	Class<?> returnType() {
		return this.advised.method().getReturnType();
	}

	@Nullable Object wrap(@Nullable Object value) {
		return this.advised.isOptional() ? Optional.ofNullable(value) : value;
	}

	private @Nullable Object value(MethodInvocation invocation) throws Throwable {
		try {
			return this.cache.tiers().reads().get(text(), this.advised.type(), new MethodLoader(invocation));
		}
		catch (UnavailableCacheException ex) {
			this.interceptor.getErrorHandler().handleCacheGetError(ex, this.cache, this.key);
			return ObjectUtils.unwrapOptional(invocation.proceed());
		}
	}

	private CompletableFuture<@Nullable Object> future(MethodInvocation invocation) {
		return load(() -> (CompletionStage<?>) invocation.proceed(), again(invocation));
	}

	/**
	 * Find the value, or load it.
	 * @param source where it comes from
	 * @param again where it comes from later, if it can be loaded later
	 * @return the value to come, not wrapped
	 */
	CompletableFuture<@Nullable Object> load(Source source, @Nullable Source again) {
		CompletableFuture<@Nullable Object> found = this.cache.tiers()
			.reads()
			.getAsync(text(), this.advised.type(), new StageLoader(source, again));
		return found.exceptionallyCompose((ex) -> {
			Throwable cause = (ex.getCause() instanceof UnavailableCacheException) ? ex.getCause() : ex;
			if (!(cause instanceof UnavailableCacheException unavailable)) {
				return CompletableFuture.failedFuture(ex);
			}
			return withoutCache(source, unavailable);
		});
	}

	private CompletableFuture<@Nullable Object> withoutCache(Source source, UnavailableCacheException cause) {
		try {
			this.interceptor.getErrorHandler().handleCacheGetError(cause, this.cache, this.key);
			return begun(source).toCompletableFuture().thenApply(ObjectUtils::unwrapOptional);
		}
		catch (Throwable ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private @Nullable Source again(MethodInvocation invocation) {
		if (!(invocation instanceof ProxyMethodInvocation proxied)) {
			return null;
		}
		MethodInvocation later = proxied.invocableClone();
		return () -> (CompletionStage<?>) ((ProxyMethodInvocation) later).invocableClone().proceed();
	}

	private CompletionStage<?> begun(Source source) throws Throwable {
		CompletionStage<?> stage = source.begin();
		if (stage == null) {
			throw new IllegalStateException(
					"A method with @Cacheable returned null instead of a future: " + this.advised.method());
		}
		return stage;
	}

	private static boolean isReactorThread() {
		return REACTOR && Schedulers.isInNonBlockingThread();
	}

	private String text() {
		return KeyText.of(this.key);
	}

	private Collection<? extends Cache> others() {
		return this.operation.caches().stream().skip(1).toList();
	}

	private @Nullable Loaded inOthers() {
		if (this.operation.caches().size() > 1 && this.advised.kind() == ReturnKind.VALUE) {
			for (Cache other : others()) {
				Cache.ValueWrapper found = this.interceptor.find(other, this.key);
				if (found != null) {
					return Loaded.unstored(found.get());
				}
			}
		}
		return null;
	}

	private Loaded loaded(@Nullable Object returned) {
		Object value = ObjectUtils.unwrapOptional(returned);
		if (!this.operation.isStored(value)) {
			return Loaded.unstored(value);
		}
		if (this.operation.caches().size() > 1) {
			this.interceptor.putInto(others(), this.key, value);
		}
		List<String> tags = this.advised.tags().evaluate(this.call, value);
		return new Loaded(value, true, null, tags, 0);
	}

	/** Begins a load that does not keep a thread. */
	@FunctionalInterface
	interface Source {

		@Nullable CompletionStage<?> begin() throws Throwable;

	}

	/** Calls the method on the thread of its caller. */
	private final class MethodLoader implements Loader {

		private final MethodInvocation invocation;

		MethodLoader(MethodInvocation invocation) {
			this.invocation = invocation;
		}

		@Override
		public Loaded load() throws Throwable {
			Loaded found = inOthers();
			return (found != null) ? found : loaded(this.invocation.proceed());
		}

		@Override
		public @Nullable Loader again() {
			return (this.invocation instanceof ProxyMethodInvocation proxied)
					? new MethodLoader(proxied.invocableClone()) : null;
		}

	}

	/** Calls a method that returns before its value is there. */
	private final class StageLoader implements Loader.Async {

		private final Source source;

		private final @Nullable Source again;

		StageLoader(Source source, @Nullable Source again) {
			this.source = source;
			this.again = again;
		}

		@Override
		public CompletionStage<Loaded> load() throws Throwable {
			return begun(this.source).thenApply(CacheableCall.this::loaded);
		}

		@Override
		public boolean isOnCaller() {
			return !isReactorThread();
		}

		@Override
		public Loader.@Nullable Async again() {
			return (this.again != null) ? new StageLoader(this.again, this.again) : null;
		}

	}

}
