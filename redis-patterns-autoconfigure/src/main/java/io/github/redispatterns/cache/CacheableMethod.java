package io.github.redispatterns.cache;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.internal.ReturnKind;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CachePutOperation;
import org.springframework.cache.interceptor.CacheableOperation;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.StringUtils;

/**
 * What is known of a method with cache annotations.
 *
 * @param method the method of the target class
 * @param single its only operation, if that is one that this package runs itself;
 * {@code null} to leave the method to Spring
 * @param kind how it returns
 * @param isMany whether it returns a stream of many values
 * @param isOptional whether its value is wrapped in an {@link Optional}
 * @param type type of its value as it is declared, {@code null} if nothing useful is
 * @param tags tags of its value
 * @param operations all of its operations
 */
record CacheableMethod(Method method, @Nullable CacheableOperation single, ReturnKind kind, boolean isMany,
		boolean isOptional, @Nullable ValueType type, TagExpressions tags, Collection<CacheOperation> operations) {

	/**
	 * Read a method.
	 * @param method the method of the target class
	 * @param targetClass class of the bean
	 * @param operations its operations
	 * @return what is known
	 */
	static CacheableMethod of(Method method, Class<?> targetClass, Collection<CacheOperation> operations) {
		ReturnKind kind = kind(method.getReturnType());
		boolean many = kind == ReturnKind.REACTIVE && isMany(method.getReturnType());
		Type declared = GenericTypeResolver.resolveType(method.getGenericReturnType(), targetClass);
		Type inner = (kind != ReturnKind.VALUE) ? argument(declared) : declared;
		boolean optional = inner != null && ResolvableType.forType(inner).resolve() == Optional.class;
		Type value = optional ? argument(inner) : inner;
		if (many && value != null) {
			value = ResolvableType.forClassWithGenerics(List.class, ResolvableType.forType(value)).getType();
		}
		return new CacheableMethod(method, single(method, operations), kind, many, optional, type(value),
				tags(method, kind, operations), List.copyOf(operations));
	}

	/**
	 * Tell whether a cache gets what the method returned only because it had no value,
	 * which is no news to the source behind it.
	 * @param cache name of the cache
	 * @return {@code false} if it may as well be a put
	 */
	boolean isLoadOf(String cache) {
		return this.operations.stream()
			.anyMatch((each) -> each instanceof CacheableOperation && each.getCacheNames().contains(cache))
				&& this.operations.stream()
					.filter(CachePutOperation.class::isInstance)
					.noneMatch((put) -> put.getCacheNames().contains(cache)
							|| StringUtils.hasText(put.getCacheResolver()));
	}

	private static ReturnKind kind(Class<?> type) {
		// Spring takes other stages for plain values
		ReturnKind kind = ReturnKind.of(type);
		return (kind == ReturnKind.FUTURE && !CompletableFuture.class.isAssignableFrom(type)) ? ReturnKind.VALUE : kind;
	}

	private static boolean isMany(Class<?> type) {
		var adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
		return adapter != null && adapter.isMultiValue();
	}

	private static @Nullable Type argument(@Nullable Type type) {
		if (type instanceof ParameterizedType parameterized && parameterized.getActualTypeArguments().length == 1) {
			Type argument = parameterized.getActualTypeArguments()[0];
			return (argument instanceof WildcardType wildcard) ? wildcard.getUpperBounds()[0] : argument;
		}
		return null;
	}

	private static @Nullable ValueType type(@Nullable Type type) {
		if (type == null) {
			return null;
		}
		Class<?> raw = ResolvableType.forType(type).resolve();
		return (raw == null || raw == Object.class || raw == void.class || raw == Void.class) ? null
				: ValueType.of(type);
	}

	// sync has rules of its own, which Spring checks and words
	private static @Nullable CacheableOperation single(Method method, Collection<CacheOperation> operations) {
		if (operations.size() != 1 || !(operations.iterator().next() instanceof CacheableOperation operation)
				|| KotlinDetector.isSuspendingFunction(method)) {
			return null;
		}
		boolean refused = operation.isSync()
				&& (StringUtils.hasText(operation.getUnless()) || operation.getCacheNames().size() > 1);
		return refused ? null : operation;
	}

	private static TagExpressions tags(Method method, ReturnKind kind, Collection<CacheOperation> operations) {
		CacheTags annotation = AnnotatedElementUtils.findMergedAnnotation(method, CacheTags.class);
		if (annotation == null) {
			return TagExpressions.NONE;
		}
		String place = "@CacheTags on %s.%s()".formatted(method.getDeclaringClass().getSimpleName(), method.getName());
		if (kind != ReturnKind.VALUE && operations.stream().anyMatch(CachePutOperation.class::isInstance)) {
			throw new PatternConfigurationException(place, "is on a @CachePut that returns a future or a stream",
					"Return the value, or write it with TieredCache.put.");
		}
		return TagExpressions.parse(annotation.value(), method, place);
	}

}
