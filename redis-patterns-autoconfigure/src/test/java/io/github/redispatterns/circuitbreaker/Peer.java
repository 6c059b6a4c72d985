package io.github.redispatterns.circuitbreaker;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.redispatterns.circuitbreaker.CircuitBreakerConfig.WindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;

/**
 * Resilience4j's breaker, configured like one of ours, to be told the same story.
 */
final class Peer {

	private final CircuitBreaker breaker;

	Peer(CircuitBreakerConfig config, FakeTime time) {
		CircuitBreakerConfig.Waiting waiting = config.waiting();
		SlidingWindowType type = (config.window().type() == WindowType.COUNT_BASED) ? SlidingWindowType.COUNT_BASED
				: SlidingWindowType.TIME_BASED;
		this.breaker = CircuitBreaker.of("peer", io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.custom()
			.failureRateThreshold(config.failureRateThreshold())
			.slowCallRateThreshold(config.slowCallRateThreshold())
			.slowCallDurationThreshold(config.slowCallDurationThreshold())
			.slidingWindow(config.window().size(), config.window().minimumNumberOfCalls(), type)
			.permittedNumberOfCallsInHalfOpenState(config.probing().permittedCalls())
			.waitIntervalFunctionInOpenState(IntervalFunction.of(waiting.duration(),
					(interval) -> Math.min((long) (interval * waiting.multiplier()), waiting.longest().toMillis())))
			.clock(time)
			.build());
	}

	boolean tryAcquire() {
		return this.breaker.tryAcquirePermission();
	}

	void end(Outcome outcome, Duration slow) {
		long nanos = (outcome == Outcome.SLOW || outcome == Outcome.BOTH) ? slow.toNanos() + 1 : 1;
		switch (outcome) {
			case FINE, SLOW -> this.breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
			case FAILED, BOTH -> this.breaker.onError(nanos, TimeUnit.NANOSECONDS, new IOException("test"));
			case IGNORED -> this.breaker.releasePermission();
		}
	}

	CircuitState state() {
		return CircuitState.valueOf(this.breaker.getState().name());
	}

	long calls() {
		return this.breaker.getMetrics().getNumberOfBufferedCalls();
	}

	float failureRate() {
		return this.breaker.getMetrics().getFailureRate();
	}

}
