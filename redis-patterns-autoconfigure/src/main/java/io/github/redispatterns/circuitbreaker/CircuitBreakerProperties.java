package io.github.redispatterns.circuitbreaker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.github.redispatterns.circuitbreaker.CircuitBreakerConfig.WindowType;
import io.github.redispatterns.internal.AdviceOrder;
import io.github.redispatterns.internal.Require;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for circuit breakers. Below configs and instances they are named as those of
 * Resilience4j.
 *
 * @param enabled whether circuit breakers are configured
 * @param adviceOrder order of the advice of @DistributedCircuitBreaker among other advice
 * @param instanceName name of this instance among those that share breakers; the host's
 * with a random end if left out
 * @param most most breakers of the application
 * @param configs named configurations; the one named default is the base of all
 * @param instances named breakers
 */
@ConfigurationProperties("redis-patterns.circuitbreaker")
public record CircuitBreakerProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("" + AdviceOrder.CIRCUIT_BREAKER) int adviceOrder, @Nullable String instanceName,
		@DefaultValue("1000") int most, @DefaultValue Map<String, Settings> configs,
		@DefaultValue Map<String, Settings> instances) {

	public CircuitBreakerProperties {
		Require.that(most >= 1 && most <= 100_000, "redis-patterns.circuitbreaker.most", most, "from 1 to 100000");
		Require.that(instanceName == null || instanceName.matches("[\\w.-]{1,100}"),
				"redis-patterns.circuitbreaker.instance-name", instanceName,
				"1 to 100 letters, digits, dots, hyphens and underscores");
	}

	/**
	 * What differs from the base configuration.
	 *
	 * @param baseConfig name of the configuration that says the rest; default if left out
	 * @param failureRateThreshold percentage of failed calls from which the breaker opens
	 * @param slowCallRateThreshold percentage of slow calls from which the breaker opens
	 * @param slowCallDurationThreshold duration above which a call is slow
	 * @param slidingWindowType what the window slides over
	 * @param slidingWindowSize calls of a count window, or length of a time window as a
	 * plain number
	 * @param minimumNumberOfCalls calls below which no rate is taken
	 * @param waitDurationInOpenState how long the breaker stays open
	 * @param enableExponentialBackoff whether every opening in a row makes the wait
	 * longer
	 * @param exponentialBackoffMultiplier by which every opening in a row multiplies the
	 * wait
	 * @param exponentialMaxWaitDurationInOpenState largest wait
	 * @param enableRandomizedWait whether part of the wait is random
	 * @param randomizedWaitFactor part of the wait that is random
	 * @param automaticTransitionFromOpenToHalfOpenEnabled whether the breaker becomes
	 * half-open without a call
	 * @param permittedNumberOfCallsInHalfOpenState number of probes
	 * @param maxWaitDurationInHalfOpenState time after which a half-open breaker opens
	 * again; none if zero
	 * @param recordExceptions exceptions that are failures; all if left out
	 * @param ignoreExceptions exceptions that count as nothing
	 * @param recordFailurePredicate class that tells further failures
	 * @param ignoreExceptionPredicate class that tells further exceptions to ignore
	 * @param recordResultPredicate class that tells results that are failures
	 * @param maxStaleness time after which the shared state is read again while calls
	 * flow
	 * @param flushInterval longest time until failed and slow calls are told
	 * @param flushSize number of calls that are told at once
	 * @param minFailingInstances instances that must be failing for the shared breaker to
	 * open
	 * @param probeLease time after which the permit of a lost probe comes back
	 * @param probeTimeout longest time that a caller waits for the permit of a probe
	 */
	public record Settings(@Nullable String baseConfig, @Nullable Float failureRateThreshold,
			@Nullable Float slowCallRateThreshold, @Nullable Duration slowCallDurationThreshold,
			@Nullable WindowType slidingWindowType, @Nullable Integer slidingWindowSize,
			@Nullable Integer minimumNumberOfCalls, @Nullable Duration waitDurationInOpenState,
			@Nullable Boolean enableExponentialBackoff, @Nullable Double exponentialBackoffMultiplier,
			@Nullable Duration exponentialMaxWaitDurationInOpenState, @Nullable Boolean enableRandomizedWait,
			@Nullable Double randomizedWaitFactor, @Nullable Boolean automaticTransitionFromOpenToHalfOpenEnabled,
			@Nullable Integer permittedNumberOfCallsInHalfOpenState, @Nullable Duration maxWaitDurationInHalfOpenState,
			@Nullable List<Class<? extends Throwable>> recordExceptions,
			@Nullable List<Class<? extends Throwable>> ignoreExceptions,
			@Nullable Class<? extends Predicate<Throwable>> recordFailurePredicate,
			@Nullable Class<? extends Predicate<Throwable>> ignoreExceptionPredicate,
			@Nullable Class<? extends Predicate<Object>> recordResultPredicate, @Nullable Duration maxStaleness,
			@Nullable Duration flushInterval, @Nullable Integer flushSize, @Nullable Integer minFailingInstances,
			@Nullable Duration probeLease, @Nullable Duration probeTimeout) {
	}

}
