package io.github.redispatterns.cache;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.github.redispatterns.internal.MethodExpression.Call;
import io.github.redispatterns.internal.ReturnKind;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.context.expression.AnnotatedElementKey;

/**
 * Spring's advice for cache annotations, which shows a cache of ours the method that
 * loads its values.
 * <p>
 * Spring's own asks a cache, calls the method and puts the result: the cache never sees
 * the load, so nobody can wait for it, do it again in the background or give a stale
 * value when it fails. Here a method with nothing but one {@code @Cacheable}, which is
 * nearly every one, is run by the cache, with the type that the method declares. All
 * others are left to Spring.
 */
final class CacheableInterceptor extends CacheInterceptor {

	private static final long serialVersionUID = 1L;

	private static final ThreadLocal<@Nullable Putting> PUTTING = new ThreadLocal<>();

	private final transient Map<AnnotatedElementKey, CacheableMethod> methods = new ConcurrentHashMap<>();

	private transient @Nullable BeanFactory beans;

	private volatile boolean ready;

	/**
	 * Take over from Spring's interceptor.
	 * @param spring what was configured
	 */
	CacheableInterceptor(CacheInterceptor spring) {
		configure(spring::getErrorHandler, spring::getKeyGenerator, spring::getCacheResolver, null);
		setCacheOperationSource(spring.getCacheOperationSource());
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		super.setBeanFactory(beanFactory);
		this.beans = beanFactory;
	}

	@Override
	public void afterSingletonsInstantiated() {
		super.afterSingletonsInstantiated();
		this.ready = true;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object target = invocation.getThis();
		CacheOperationSource source = getCacheOperationSource();
		if (!this.ready || target == null || source == null) {
			return super.invoke(invocation);
		}
		Class<?> targetClass = AopProxyUtils.ultimateTargetClass(target);
		CacheableMethod advised = advised(invocation.getMethod(), targetClass, source);
		if (advised == null) {
			return invocation.proceed();
		}
		if (advised.single() == null) {
			return bySpring(invocation, advised, target);
		}
		Operation operation = new Operation(
				getCacheOperationMetadata(advised.single(), invocation.getMethod(), targetClass),
				invocation.getArguments(), target);
		boolean refused = advised.single().isSync() && operation.caches().size() > 1;
		if (refused || !(operation.caches().iterator().next() instanceof SpringCache cache)) {
			return bySpring(invocation, advised, target);
		}
		if (!operation.isWanted()) {
			return invocation.proceed();
		}
		if (advised.type() != null) {
			cache.tiers().types().declare(advised.type());
		}
		return new CacheableCall(this, advised, operation, cache, call(invocation, advised, target)).answer(invocation);
	}

	private @Nullable CacheableMethod advised(Method method, Class<?> targetClass, CacheOperationSource source) {
		AnnotatedElementKey key = new AnnotatedElementKey(method, targetClass);
		CacheableMethod known = this.methods.get(key);
		if (known != null) {
			return known;
		}
		Collection<CacheOperation> operations = source.getCacheOperations(method, targetClass);
		if (operations == null || operations.isEmpty()) {
			return null;
		}
		return this.methods.computeIfAbsent(key, (same) -> CacheableMethod
			.of(AopUtils.getMostSpecificMethod(method, targetClass), targetClass, operations));
	}

	private Call call(MethodInvocation invocation, CacheableMethod advised, Object target) {
		return new Call(advised.method(), target, invocation.getArguments(), Objects.requireNonNull(this.beans));
	}

	private @Nullable Object bySpring(MethodInvocation invocation, CacheableMethod advised, Object target)
			throws Throwable {
		Putting before = PUTTING.get();
		PUTTING.set(new Putting(advised, call(invocation, advised, target)));
		try {
			return super.invoke(invocation);
		}
		finally {
			PUTTING.set(before);
		}
	}

	@Override
	protected Cache.@Nullable ValueWrapper doGet(Cache cache, Object key) {
		declare(cache);
		return super.doGet(cache, key);
	}

	@Override
	protected @Nullable CompletableFuture<?> doRetrieve(Cache cache, Object key) {
		declare(cache);
		return super.doRetrieve(cache, key);
	}

	// what another instance stored can be read only by who knows its type
	private static void declare(Cache cache) {
		Putting method = PUTTING.get();
		if (cache instanceof SpringCache tiered && method != null && method.advised.type() != null) {
			tiered.tiers().types().declare(method.advised.type());
		}
	}

	@Override
	protected void doPut(Cache cache, Object key, @Nullable Object value) {
		Putting putting = PUTTING.get();
		if (!(cache instanceof SpringCache tiered) || putting == null || putting.advised.kind() != ReturnKind.VALUE) {
			super.doPut(cache, key, value);
			return;
		}
		try {
			List<String> tags = putting.advised.tags().evaluate(putting.call, value);
			Loaded returned = new Loaded(value, true, null, tags, 0);
			if (putting.advised.isLoadOf(cache.getName())) {
				tiered.store(key, putting.advised.type(), returned);
			}
			else {
				tiered.put(key, putting.advised.type(), returned);
			}
		}
		catch (RuntimeException ex) {
			getErrorHandler().handleCachePutError(ex, cache, key, value);
		}
	}

	void putInto(Collection<? extends Cache> others, Object key, @Nullable Object value) {
		for (Cache other : others) {
			if (!(other instanceof SpringCache tiered)) {
				super.doPut(other, key, value);
				continue;
			}
			try {
				tiered.store(key, null, Loaded.of(value));
			}
			catch (RuntimeException ex) {
				getErrorHandler().handleCachePutError(ex, other, key, value);
			}
		}
	}

	Cache.@Nullable ValueWrapper find(Cache other, Object key) {
		return doGet(other, key);
	}

	/**
	 * A method that Spring runs.
	 *
	 * @param advised the method
	 * @param call its call
	 */
	private record Putting(CacheableMethod advised, Call call) {
	}

	/** What Spring knows of one call. */
	final class Operation extends CacheOperationContext {

		private Operation(CacheOperationMetadata metadata, @Nullable Object[] arguments, Object target) {
			super(metadata, arguments, target);
		}

		Collection<? extends Cache> caches() {
			return getCaches();
		}

		boolean isWanted() {
			return isConditionPassing(null);
		}

		boolean isStored(@Nullable Object value) {
			return canPutToCache(value);
		}

		Object key() {
			Object key = generateKey(null);
			if (key == null) {
				throw new IllegalArgumentException(
						("Null key for the cache operation [%s]. If its expression names parameters, compile with "
								+ "'-parameters'.")
							.formatted(getOperation()));
			}
			return key;
		}

	}

}
