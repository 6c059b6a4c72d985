package io.github.redispatterns.circuitbreaker;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.internal.ReturnKind;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ReflectionUtils;

/**
 * The annotation of one method, with everything in it looked up and checked.
 *
 * @param breaker the breaker
 * @param kind what the method returns
 * @param fallback what answers instead
 */
record GuardedMethod(CircuitBreaker breaker, ReturnKind kind, @Nullable Fallback fallback) {

	static String place(Method method, Class<?> targetClass) {
		return "@DistributedCircuitBreaker on %s.%s()".formatted(targetClass.getSimpleName(), method.getName());
	}

	/**
	 * Read the annotation of a method, or of its type.
	 * @param method the method of the target class
	 * @param targetClass class of the bean
	 * @param world where names lead to
	 * @return the guard, or {@code null} if there is none
	 */
	static @Nullable GuardedMethod of(Method method, Class<?> targetClass, World world) {
		MergedAnnotation<DistributedCircuitBreaker> annotation = MergedAnnotations
			.from(method, SearchStrategy.TYPE_HIERARCHY)
			.get(DistributedCircuitBreaker.class);
		if (!annotation.isPresent() && Modifier.isPublic(method.getModifiers())
				&& !ReflectionUtils.isObjectMethod(method)) {
			annotation = MergedAnnotations.from(targetClass, SearchStrategy.TYPE_HIERARCHY)
				.get(DistributedCircuitBreaker.class);
		}
		if (!annotation.isPresent()) {
			return null;
		}
		String place = place(method, targetClass);
		DistributedCircuitBreaker guard = annotation.synthesize();
		String fallback = world.placeholders.apply(guard.fallback());
		return new GuardedMethod(breaker(guard, place, world), ReturnKind.of(method.getReturnType()),
				fallback.isEmpty() ? null : fallback(fallback, method, targetClass, place + ", 'fallback'", world));
	}

	private static CircuitBreaker breaker(DistributedCircuitBreaker guard, String place, World world) {
		String name = world.placeholders.apply(guard.name());
		if (name.isBlank()) {
			throw new PatternConfigurationException(place + ", 'name'", "is blank",
					"Name the breaker after what it protects.");
		}
		String configuration = world.placeholders.apply(guard.configuration());
		try {
			return configuration.isEmpty() ? world.breakers.get(name) : world.breakers.get(name, configuration);
		}
		catch (PatternConfigurationException ex) {
			String message = String.valueOf(ex.getMessage());
			throw new PatternConfigurationException(place,
					message.substring(0, message.length() - ex.getAction().length()).trim().replaceAll("\\.$", ""),
					ex.getAction());
		}
	}

	private static Fallback fallback(String text, Method method, Class<?> targetClass, String place, World world) {
		int colons = text.indexOf("::");
		if (colons < 0) {
			return Fallback.of(text, targetClass, method, place, null);
		}
		String bean = text.substring(0, colons);
		Class<?> type = world.types.apply(bean);
		if (type == null) {
			throw new PatternConfigurationException(place, "names the bean \"" + bean + "\", which does not exist",
					"Write \"method\", or \"bean::method\" with the name of a bean.");
		}
		return Fallback.of(text.substring(colons + 2), type, method, place, () -> world.beans.apply(bean).get());
	}

	/**
	 * Where the names in annotations lead to.
	 *
	 * @param breakers the breakers
	 * @param placeholders resolves placeholders
	 * @param types class of a bean without its proxy, by its name
	 * @param beans a bean without its proxy, by its name
	 */
	record World(CircuitBreakers breakers, UnaryOperator<String> placeholders,
			Function<String, @Nullable Class<?>> types, Function<String, Supplier<Object>> beans) {
	}

}
