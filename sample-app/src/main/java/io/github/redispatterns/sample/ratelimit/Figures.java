package io.github.redispatterns.sample.ratelimit;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.ratelimit.Algorithm;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * What the card shows: decisions as the starter's meters count them, and what is left as
 * Redis says when it is asked without taking.
 */
@Component
class Figures {

	private final MeterRegistry meters;

	private final Playground playground;

	Figures(MeterRegistry meters, Playground playground) {
		this.meters = meters;
		this.playground = playground;
	}

	Live read(boolean redisAnswers) {
		Map<String, Double> outcomes = new TreeMap<>();
		Map<String, Double> policies = new TreeMap<>();
		for (Counter counter : this.meters.find("redis.patterns.ratelimit.decisions").counters()) {
			outcomes.merge(String.valueOf(counter.getId().getTag("outcome")), counter.count(), Double::sum);
			policies.merge(counter.getId().getTag("policy") + " " + counter.getId().getTag("outcome"), counter.count(),
					Double::sum);
		}
		return new Live(outcomes, policies, redisAnswers ? left() : null);
	}

	private @Nullable Map<Algorithm, DecisionView> left() {
		if (!this.playground.enabled()) {
			return null;
		}
		try {
			Map<Algorithm, DecisionView> left = new EnumMap<>(Algorithm.class);
			for (Algorithm algorithm : Algorithm.values()) {
				left.put(algorithm, this.playground.peek(algorithm));
			}
			return left;
		}
		catch (RedisUnavailableException ex) {
			return null;
		}
	}

	/**
	 * The figures.
	 *
	 * @param outcomes decisions since the start by outcome
	 * @param policies the same by policy and outcome
	 * @param left what is left of each demonstration, or {@code null} if Redis cannot say
	 */
	record Live(Map<String, Double> outcomes, Map<String, Double> policies,
			@Nullable Map<Algorithm, DecisionView> left) {
	}

}
