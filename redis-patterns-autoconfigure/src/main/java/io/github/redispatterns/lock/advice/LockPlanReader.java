package io.github.redispatterns.lock.advice;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.internal.MethodExpression;
import io.github.redispatterns.internal.Require;
import io.github.redispatterns.lock.DistributedLock;
import io.github.redispatterns.lock.LockProperties;
import io.github.redispatterns.lock.LockRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;

/**
 * Reads one annotation of one method.
 *
 * @param place the annotation and the method, for messages
 * @param method the method
 * @param defaultName name of a lock that has none
 * @param properties what settings say
 * @param placeholders fills in placeholders
 */
record LockPlanReader(String place, Method method, String defaultName, LockProperties properties,
		UnaryOperator<String> placeholders) {

	private static final Duration LEAST_LEASE = Duration.ofMillis(10);

	private static final Duration LONGEST = Duration.ofDays(366);

	LockPlan read(DistributedLock annotation) {
		String given = this.placeholders.apply(annotation.name());
		String name = given.isBlank() ? this.defaultName : given;
		Duration lease = duration(annotation.lease(), "lease", LEAST_LEASE);
		Duration wait = duration(annotation.waitTime(), "waitTime", Duration.ZERO);
		Duration minHold = duration(annotation.minHold(), "minHold", Duration.ZERO);
		Duration maxHold = duration(annotation.maxHold(), "maxHold", LEAST_LEASE);
		LockProperties.Named named = this.properties.named().get(name);
		Duration held = first(lease, (named != null) ? named.lease() : null, this.properties.lease());
		Require.that(minHold == null || minHold.compareTo(held) <= 0, this.place + ".minHold", minHold,
				"at most the lease, " + held);
		Require.that(maxHold == null || maxHold.compareTo(held) >= 0, this.place + ".maxHold", maxHold,
				"at least the lease, " + held);
		LockRequest template = new LockRequest(name, List.of(), annotation.mode(), wait, lease,
				annotation.renew() ? null : Boolean.FALSE, (minHold != null) ? minHold : Duration.ZERO, maxHold,
				annotation.durability());
		Duration patience = first(wait, (named != null) ? named.waitTime() : null, this.properties.waitTime());
		return new LockPlan(template, keys(annotation), patience, given.isBlank());
	}

	private List<MethodExpression> keys(DistributedLock annotation) {
		if (annotation.key().isEmpty()) {
			return Stream.of(annotation.keys()).map((text) -> expression(text, "keys")).toList();
		}
		if (annotation.keys().length > 0) {
			throw new PatternConfigurationException(this.place, "has both 'key' and 'keys'", "Give one of them.");
		}
		return List.of(expression(annotation.key(), "key"));
	}

	private MethodExpression expression(String text, String attribute) {
		return MethodExpression.parse(text, this.method, this.place + ", '" + attribute + "'");
	}

	private @Nullable Duration duration(String text, String attribute, Duration least) {
		String value = this.placeholders.apply(text);
		if (value.isBlank()) {
			return null;
		}
		Duration duration;
		try {
			duration = DurationStyle.detectAndParse(value);
		}
		catch (IllegalArgumentException ex) {
			throw new PatternConfigurationException(this.place + ", '" + attribute + "'",
					"is \"" + value + "\", which is no duration", "Write such as 10s, 5m or PT1H.");
		}
		Require.between(duration, least, LONGEST, this.place + "." + attribute);
		return duration;
	}

	private static Duration first(@Nullable Duration said, @Nullable Duration named, Duration general) {
		if (said != null) {
			return said;
		}
		return (named != null) ? named : general;
	}

}
