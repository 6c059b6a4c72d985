package io.github.redispatterns.circuitbreaker;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.circuitbreaker.CircuitBreakerConfig.Probing;
import io.github.redispatterns.circuitbreaker.CircuitBreakerConfig.Waiting;
import io.github.redispatterns.circuitbreaker.CircuitBreakerConfig.Window;
import io.github.redispatterns.circuitbreaker.CircuitBreakerProperties.Settings;
import io.github.redispatterns.internal.Require;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanInstantiationException;
import org.springframework.beans.BeanUtils;

/**
 * Makes configurations of properties, each on the base of another.
 */
final class ConfigFactory {

	static final String DEFAULT = "default";

	private static final String PREFIX = "redis-patterns.circuitbreaker.";

	private final Map<String, Settings> configs;

	ConfigFactory(CircuitBreakerProperties properties) {
		this.configs = properties.configs();
	}

	/**
	 * Return a named configuration.
	 * @param name its name
	 * @return the configuration, or {@code null} if there is none
	 */
	@Nullable CircuitBreakerConfig named(String name) {
		if (!this.configs.containsKey(name)) {
			return name.equals(DEFAULT) ? CircuitBreakerConfig.defaults() : null;
		}
		return named(name, new LinkedHashSet<>());
	}

	/**
	 * Return the configuration of an instance.
	 * @param name name of the breaker
	 * @param settings what its properties say
	 * @return the configuration
	 */
	CircuitBreakerConfig instance(String name, Settings settings) {
		return make(PREFIX + "instances." + name, settings, new LinkedHashSet<>());
	}

	private CircuitBreakerConfig named(String name, Set<String> before) {
		Settings settings = this.configs.get(name);
		if (settings == null) {
			return CircuitBreakerConfig.defaults();
		}
		String place = PREFIX + "configs." + name;
		Require.that(before.add(name), place + ".base-config", settings.baseConfig(),
				"one that does not lead back to '" + name + "'");
		return make(place, settings, before);
	}

	private CircuitBreakerConfig make(String place, Settings settings, Set<String> before) {
		String base = settings.baseConfig();
		Require.that(base == null || base.equals(DEFAULT) || this.configs.containsKey(base), place + ".base-config",
				base, "one of " + PREFIX + "configs, which are " + this.configs.keySet());
		CircuitBreakerConfig from = (base == null && before.contains(DEFAULT)) ? CircuitBreakerConfig.defaults()
				: named((base != null) ? base : DEFAULT, before);
		return at(place, () -> merge(place, settings, from));
	}

	private static CircuitBreakerConfig merge(String place, Settings settings, CircuitBreakerConfig from) {
		Window window = from.window();
		Probing probing = from.probing();
		Sharing sharing = from.sharing();
		return new CircuitBreakerConfig(or(settings.failureRateThreshold(), from.failureRateThreshold()),
				or(settings.slowCallRateThreshold(), from.slowCallRateThreshold()),
				or(settings.slowCallDurationThreshold(), from.slowCallDurationThreshold()),
				new Window(or(settings.slidingWindowType(), window.type()),
						or(settings.slidingWindowSize(), window.size()),
						or(settings.minimumNumberOfCalls(), window.minimumNumberOfCalls())),
				waiting(settings, from.waiting()),
				new Probing(or(settings.permittedNumberOfCallsInHalfOpenState(), probing.permittedCalls()),
						or(settings.maxWaitDurationInHalfOpenState(), probing.maxWait())),
				recording(place, settings, from.recording()),
				new Sharing(or(settings.maxStaleness(), sharing.maxStaleness()),
						or(settings.flushInterval(), sharing.flushInterval()),
						or(settings.flushSize(), sharing.flushSize()),
						or(settings.minFailingInstances(), sharing.minFailingInstances()),
						or(settings.probeLease(), sharing.probeLease()),
						or(settings.probeTimeout(), sharing.probeTimeout())));
	}

	private static Waiting waiting(Settings settings, Waiting from) {
		Duration duration = or(settings.waitDurationInOpenState(), from.duration());
		boolean exponential = or(settings.enableExponentialBackoff(),
				settings.exponentialBackoffMultiplier() != null || from.multiplier() > 1);
		boolean randomized = or(settings.enableRandomizedWait(),
				settings.randomizedWaitFactor() != null || from.randomizedFactor() > 0);
		double multiplier = or(settings.exponentialBackoffMultiplier(),
				(from.multiplier() > 1) ? from.multiplier() : 1.5);
		double factor = or(settings.randomizedWaitFactor(),
				(from.randomizedFactor() > 0) ? from.randomizedFactor() : 0.5);
		Duration longest = settings.exponentialMaxWaitDurationInOpenState();
		if (longest == null) {
			longest = (duration.compareTo(from.longest()) > 0) ? duration : from.longest();
		}
		return new Waiting(duration, exponential ? multiplier : 1, longest, randomized ? factor : 0,
				or(settings.automaticTransitionFromOpenToHalfOpenEnabled(), from.automaticTransition()));
	}

	private static Recording recording(String place, Settings settings, Recording from) {
		return new Recording(or(settings.recordExceptions(), from.recordExceptions()),
				or(settings.ignoreExceptions(), from.ignoreExceptions()),
				made(place + ".record-failure-predicate", settings.recordFailurePredicate(), from.recordFailure()),
				made(place + ".ignore-exception-predicate", settings.ignoreExceptionPredicate(),
						from.ignoreException()),
				made(place + ".record-result-predicate", settings.recordResultPredicate(), from.recordResult()));
	}

	private static <T> @Nullable T made(String place, @Nullable Class<? extends T> type, @Nullable T otherwise) {
		if (type == null) {
			return otherwise;
		}
		try {
			return BeanUtils.instantiateClass(type);
		}
		catch (BeanInstantiationException ex) {
			throw new PatternConfigurationException("'" + place + "'",
					"is %s, which cannot be created: %s".formatted(type.getName(), ex.getMessage()),
					"Name a class with a constructor without parameters.");
		}
	}

	private static <T> T or(@Nullable T value, T otherwise) {
		return (value != null) ? value : otherwise;
	}

	/**
	 * Put the place in front of a complaint about one of its parts.
	 * @param <T> what is made
	 * @param place the property
	 * @param action makes it
	 * @return what was made
	 */
	private static <T> T at(String place, Supplier<T> action) {
		try {
			return action.get();
		}
		catch (PatternConfigurationException ex) {
			if (ex.getPlace().contains(PREFIX)) {
				throw ex;
			}
			String message = String.valueOf(ex.getMessage());
			String problem = message.substring(ex.getPlace().length(), message.length() - ex.getAction().length());
			String property = place + "." + ex.getPlace().replace("'", "");
			throw new PatternConfigurationException("'" + property + "'", problem.trim().replaceAll("\\.$", ""),
					"Change '" + property + "'.");
		}
	}

}
