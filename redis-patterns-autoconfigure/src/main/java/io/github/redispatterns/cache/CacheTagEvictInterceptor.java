package io.github.redispatterns.cache;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;

import io.github.redispatterns.internal.AnnotationInterceptor;
import io.github.redispatterns.internal.GuardedInvocation;
import io.github.redispatterns.internal.GuardedInvocation.Ending;
import io.github.redispatterns.internal.MethodExpression.Call;
import io.github.redispatterns.internal.ReturnKind;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ObjectUtils;

/**
 * Evicts by tags around methods with {@link CacheTagEvict}.
 */
final class CacheTagEvictInterceptor
		extends AnnotationInterceptor<CacheTagEvictInterceptor.Eviction, TieredCacheManager> {

	CacheTagEvictInterceptor(ConfigurableBeanFactory beans) {
		super(CacheTagEvict.class, beans, (all) -> all.getBean(TieredCacheManager.class));
	}

	@Override
	protected @Nullable Eviction read(Method method, Class<?> targetClass) {
		CacheTagEvict annotation = AnnotatedElementUtils.findMergedAnnotation(method, CacheTagEvict.class);
		if (annotation == null) {
			return null;
		}
		String place = "@CacheTagEvict on %s.%s()".formatted(targetClass.getSimpleName(), method.getName());
		return new Eviction(TagExpressions.parse(annotation.tags(), method, place), List.of(annotation.cacheNames()),
				annotation.beforeInvocation(), ReturnKind.of(method.getReturnType()));
	}

	@Override
	protected @Nullable Object proceed(MethodInvocation invocation, Eviction eviction, Call call) throws Throwable {
		return GuardedInvocation.proceed(invocation, eviction.kind, () -> {
			if (eviction.first) {
				evict(eviction, eviction.tags.evaluate(call, null));
			}
			return ending(eviction, call);
		});
	}

	private Ending ending(Eviction eviction, Call call) {
		return (result, failure) -> {
			if (failure == null && !eviction.first) {
				List<String> tags = eviction.tags.evaluate(call, ObjectUtils.unwrapOptional(result));
				if (TransactionSynchronizationManager.isSynchronizationActive()) {
					AfterCommit.run(() -> evict(eviction, tags), () -> {
					});
				}
				else {
					evict(eviction, tags);
				}
			}
		};
	}

	private void evict(Eviction eviction, List<String> tags) {
		if (tags.isEmpty()) {
			return;
		}
		List<String> fields = tags.stream().map(Versions::ofTag).toList();
		Collection<String> names = eviction.caches.isEmpty() ? collaborator().getCacheNames() : eviction.caches;
		names.forEach((name) -> collaborator().tiers(name).direct().evictAll(fields));
	}

	/**
	 * What a method evicts.
	 *
	 * @param tags by what
	 * @param caches from which caches, none for all
	 * @param first whether before the call
	 * @param kind how the method returns
	 */
	record Eviction(TagExpressions tags, List<String> caches, boolean first, ReturnKind kind) {
	}

}
