package io.github.redispatterns.circuitbreaker;

import java.time.Duration;

import io.github.redispatterns.circuitbreaker.CircuitBreakerConfig.Waiting;
import io.github.redispatterns.circuitbreaker.CircuitBreakerEvent.Cause;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a configuration as an instance applies them on its own; the same as in
 * {@code breaker.lua}.
 */
final class Thresholds {

	private final CircuitBreakerConfig config;

	Thresholds(CircuitBreakerConfig config) {
		this.config = config;
	}

	/**
	 * Judge outcomes of closed breaker.
	 * @param sums the window
	 * @return the threshold that is reached
	 */
	@Nullable Cause reached(Batch sums) {
		return (sums.total() >= this.config.window().minimum()) ? exceeded(sums) : null;
	}

	/**
	 * Whether an instance is failing: its own window reaches a threshold with its share
	 * of the minimum number of calls.
	 * @param sums its own window
	 * @return whether it counts as one of the failing instances
	 */
	boolean isFailing(Batch sums) {
		int instances = this.config.sharing().minFailingInstances();
		int share = (this.config.window().minimum() + instances - 1) / instances;
		return sums.total() >= share && exceeded(sums) != null;
	}

	/**
	 * Whether there are enough results of probes to tell.
	 * @param sums the results
	 * @return whether the breaker opens or closes now
	 */
	boolean isDecided(Batch sums) {
		return sums.total() >= Math.min(this.config.window().minimum(), this.config.probing().permittedCalls());
	}

	@Nullable Cause exceeded(Batch sums) {
		if (sums.failures() * 100 >= (double) this.config.failureRateThreshold() * sums.total()) {
			return Cause.FAILURE_RATE;
		}
		return (sums.slowCalls() * 100 >= (double) this.config.slowCallRateThreshold() * sums.total())
				? Cause.SLOW_CALL_RATE : null;
	}

	/**
	 * Number of failed or slow calls that may open a closed breaker.
	 * @return one or more
	 */
	int urgent() {
		double rate = Math.min(this.config.failureRateThreshold(), this.config.slowCallRateThreshold());
		return Math.max(1, (int) Math.ceil(this.config.window().minimum() * rate / 100));
	}

	/**
	 * Return how long to stay open.
	 * @param attempts openings in a row, this one included
	 * @param random from -1 to 1
	 * @return the wait
	 */
	Duration wait(int attempts, double random) {
		Waiting waiting = this.config.waiting();
		double longest = waiting.longest().toMillis();
		double wait = Math.min(waiting.duration().toMillis() * Math.pow(waiting.multiplier(), attempts - 1), longest);
		return Duration
			.ofMillis((long) Math.max(1, Math.min(wait * (1 + waiting.randomizedFactor() * random), longest)));
	}

}
