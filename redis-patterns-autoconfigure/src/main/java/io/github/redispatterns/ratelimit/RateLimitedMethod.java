package io.github.redispatterns.ratelimit;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.internal.MethodExpression;
import io.github.redispatterns.internal.ReturnKind;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * The limits of one method, with everything in its annotations parsed and checked.
 *
 * @param limits its limits, each with a key of its own
 * @param kind what it returns
 */
record RateLimitedMethod(List<Limit> limits, ReturnKind kind) {

	static RateLimitedMethod of(Method method, Class<?> targetClass, WhenUnavailable otherwise,
			UnaryOperator<String> placeholders) {
		Set<RateLimited> annotations = AnnotatedElementUtils.findMergedRepeatableAnnotations(method, RateLimited.class,
				RateLimited.Tiers.class);
		if (annotations.isEmpty()) {
			annotations = AnnotatedElementUtils.findMergedRepeatableAnnotations(targetClass, RateLimited.class,
					RateLimited.Tiers.class);
		}
		String place = "@RateLimited on %s.%s()".formatted(targetClass.getSimpleName(), method.getName());
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
	 */
	record Limit(String name, @Nullable RateLimitPolicy policy, @Nullable MethodExpression key, By by,
			@Nullable MethodExpression cost, @Nullable Duration maxWait, @Nullable MethodExpression countWhen) {
	}

	/** Reads annotations of one method. */
	private record Reader(String place, Method method, Class<?> targetClass, WhenUnavailable otherwise,
			UnaryOperator<String> placeholders) {

		Limit limit(List<RateLimited> tiers, int index) {
			RateLimited first = tiers.get(0);
			String name = this.placeholders.apply(first.value());
			if (name.isEmpty()) {
				name = this.targetClass.getSimpleName() + "." + this.method.getName()
						+ ((index > 0) ? "." + index : "");
			}
			return new Limit(name, policy(name, tiers), expression(first.key(), "key"), first.by(),
					expression(first.cost(), "cost"), duration(first.maxWait(), "maxWait"),
					expression(first.countWhen(), "countWhen", "result", "error"));
		}

		private @Nullable RateLimitPolicy policy(String name, List<RateLimited> tiers) {
			if (tiers.get(0).limit() == 0) {
				RateLimited first = tiers.get(0);
				if (first.value().isEmpty() || !first.period().isEmpty() || tiers.size() > 1) {
					throw new PatternConfigurationException(this.place, "has no limit and names no policy",
							"Give 'limit' and 'period', or the name of a policy alone.");
				}
				return null;
			}
			List<Tier> all = tiers.stream().map(this::tier).toList();
			WhenUnavailable[] when = tiers.get(0).whenUnavailable();
			if (when.length > 1) {
				throw new PatternConfigurationException(this.place, "has several values of 'whenUnavailable'",
						"Give one.");
			}
			return PolicyFactory.at(this.place, () -> new RateLimitPolicy(name, all,
					(when.length > 0) ? when[0] : this.otherwise, tiers.get(0).shadow()));
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
