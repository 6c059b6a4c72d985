package io.github.redispatterns.ratelimit;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.internal.MethodExpression;
import io.github.redispatterns.internal.ReturnKind;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ReflectionUtils;

/**
 * The limits of one method, with everything in its annotations parsed and checked.
 *
 * @param limits its limits, each with a key of its own
 * @param kind what it returns
 */
record RateLimitedMethod(List<Limit> limits, ReturnKind kind) {

	static RateLimitedMethod of(Method method, Class<?> targetClass, WhenUnavailable otherwise,
			UnaryOperator<String> placeholders) {
		List<RateLimited> annotations = nearest(method);
		if (annotations.isEmpty() && Modifier.isPublic(method.getModifiers())
				&& !ReflectionUtils.isObjectMethod(method)) {
			annotations = nearest(targetClass);
		}
		String place = place(method, targetClass);
		Map<List<Object>, List<RateLimited>> byKey = new LinkedHashMap<>();
		for (RateLimited annotation : annotations) {
			byKey.computeIfAbsent(subject(annotation), (subject) -> new ArrayList<>()).add(annotation);
		}
		Reader reader = new Reader(place, method, targetClass, otherwise, placeholders);
		List<Limit> limits = new ArrayList<>();
		byKey.values().forEach((tiers) -> limits.add(reader.limit(tiers, limits.size())));
		if (limits.size() > 1
				&& limits.stream().anyMatch((limit) -> limit.countWhen != null || limit.maxWait != null)) {
			throw new PatternConfigurationException(place,
					"combines limits of different keys with 'countWhen' or 'maxWait'",
					"Use those with a single key, or ask RateLimits in code.");
		}
		return new RateLimitedMethod(List.copyOf(limits), ReturnKind.of(method.getReturnType()));
	}

	// an overriding method or a subclass replaces what it inherits
	private static List<RateLimited> nearest(AnnotatedElement element) {
		List<MergedAnnotation<RateLimited>> all = MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY)
			.stream(RateLimited.class)
			.toList();
		return all.stream()
			.filter((annotation) -> annotation.getAggregateIndex() == all.get(0).getAggregateIndex())
			.map(MergedAnnotation::synthesize)
			.distinct()
			.toList();
	}

	static String place(Method method, Class<?> targetClass) {
		return "@RateLimited on %s.%s()".formatted(targetClass.getSimpleName(), method.getName());
	}

	Collection<RateLimitPolicy> policies() {
		return this.limits.stream().map(Limit::policy).filter((policy) -> policy != null).toList();
	}

	private static List<Object> subject(RateLimited annotation) {
		boolean named = annotation.limit() == 0;
		return List.of(named ? annotation.value() : "", annotation.key(), annotation.by(), annotation.cost(),
				annotation.maxWait(), annotation.countWhen(), named);
	}

	/**
	 * One limit.
	 *
	 * @param name name of its policy
	 * @param policy its policy, if the annotations say it
	 * @param key expression that names who is charged
	 * @param by kind of caller if there is no expression
	 * @param cost expression of the cost
	 * @param maxWait longest wait
	 * @param countWhen expression that tells whether a call counts
	 * @param isNamedByMethod whether nobody gave it a name
	 */
	record Limit(String name, @Nullable RateLimitPolicy policy, @Nullable MethodExpression key, By by,
			@Nullable MethodExpression cost, @Nullable Duration maxWait, @Nullable MethodExpression countWhen,
			boolean isNamedByMethod) {
	}

	/** Reads annotations of one method. */
	private record Reader(String place, Method method, Class<?> targetClass, WhenUnavailable otherwise,
			UnaryOperator<String> placeholders) {

		Limit limit(List<RateLimited> tiers, int index) {
			RateLimited first = tiers.get(0);
			String given = this.placeholders.apply(agreed("names", tiers, RateLimited::value, ""));
			String name = !given.isEmpty() ? given
					: this.targetClass.getSimpleName() + "." + this.method.getName() + ((index > 0) ? "." + index : "");
			if (!first.countWhen().isEmpty() && !first.maxWait().isEmpty()) {
				throw new PatternConfigurationException(this.place, "has both 'countWhen' and 'maxWait'",
						"Give one of them.");
			}
			return new Limit(name, (first.limit() != 0) ? policy(name, tiers) : onlyNamed(tiers),
					expression(first.key(), "key"), first.by(), expression(first.cost(), "cost"),
					duration(first.maxWait(), "maxWait"), expression(first.countWhen(), "countWhen", "result", "error"),
					given.isEmpty());
		}

		private @Nullable RateLimitPolicy onlyNamed(List<RateLimited> tiers) {
			RateLimited first = tiers.get(0);
			if (first.value().isEmpty() || tiers.size() > 1) {
				throw new PatternConfigurationException(this.place,
						first.value().isEmpty() ? "has no limit and names no policy" : "names a policy twice",
						"Give 'limit' and 'period', or the name of a policy alone.");
			}
			if (!first.period().isEmpty() || first.burst() != 0 || first.algorithm() != Algorithm.GCRA || first.shadow()
					|| first.whenUnavailable().length > 0) {
				throw new PatternConfigurationException(this.place,
						"has no limit but says more than the name of a policy, which would have no effect",
						"Give 'limit' and 'period' as well, or the name of a policy alone.");
			}
			return null;
		}

		private RateLimitPolicy policy(String name, List<RateLimited> tiers) {
			WhenUnavailable[] when = agreed("values of 'whenUnavailable'", tiers, RateLimited::whenUnavailable,
					new WhenUnavailable[0]);
			if (when.length > 1) {
				throw new PatternConfigurationException(this.place, "has several values of 'whenUnavailable'",
						"Give one.");
			}
			boolean shadow = agreed("values of 'shadow'", tiers, RateLimited::shadow, null);
			List<Tier> all = tiers.stream().map(this::tier).toList();
			return PolicyFactory.at(this.place,
					() -> new RateLimitPolicy(name, all, (when.length > 0) ? when[0] : this.otherwise, shadow));
		}

		// tiers of one limit share everything but their numbers; 'nothing' goes with all
		private <T> T agreed(String what, List<RateLimited> tiers, Function<RateLimited, T> attribute,
				@Nullable T nothing) {
			T found = attribute.apply(tiers.get(0));
			for (RateLimited tier : tiers) {
				T value = attribute.apply(tier);
				if (Objects.deepEquals(found, nothing)) {
					found = value;
				}
				else if (!Objects.deepEquals(value, nothing) && !Objects.deepEquals(value, found)) {
					throw new PatternConfigurationException(this.place, "has several " + what + " for one key",
							"Annotations with the same key are tiers of one limit: let them agree.");
				}
			}
			return found;
		}

		private Tier tier(RateLimited annotation) {
			Duration period = duration(annotation.period(), "period");
			return PolicyFactory.tier(this.place, null, annotation.algorithm(), annotation.limit(), period,
					(annotation.burst() != 0) ? annotation.burst() : null);
		}

		private @Nullable Duration duration(String text, String attribute) {
			String value = this.placeholders.apply(text);
			if (value.isEmpty()) {
				return null;
			}
			try {
				Duration duration = DurationStyle.detectAndParse(value);
				if (!duration.isNegative()) {
					return duration;
				}
			}
			catch (IllegalArgumentException ex) {
				throw new PatternConfigurationException(this.place + ", '" + attribute + "'",
						"is \"" + value + "\", which is no duration", "Write such as 10s, 5m or PT1H.");
			}
			throw new PatternConfigurationException(this.place + ", '" + attribute + "'", "is " + value,
					"It must not be negative.");
		}

		private @Nullable MethodExpression expression(String text, String attribute, String... extra) {
			return text.isEmpty() ? null
					: MethodExpression.parse(text, this.method, this.place + ", '" + attribute + "'", extra);
		}

	}

}
