package io.github.redispatterns.circuitbreaker;

import java.time.Duration;
import java.util.function.UnaryOperator;

import io.github.redispatterns.internal.Require;

/**
 * When a circuit breaker opens and how it closes again.
 * <p>
 * The vocabulary, the defaults and the meaning are those of Resilience4j, so that its
 * users can move over; {@link Sharing} is what a breaker of several instances adds.
 *
 * @param failureRateThreshold percentage of failed calls from which the breaker opens
 * @param slowCallRateThreshold percentage of slow calls from which the breaker opens
 * @param slowCallDurationThreshold duration above which a call is slow
 * @param window which calls the rates are taken of
 * @param waiting how long the breaker stays open
 * @param probing how a half-open breaker finds out
 * @param recording which outcomes are failures
 * @param sharing how instances share the state
 */
public record CircuitBreakerConfig(float failureRateThreshold, float slowCallRateThreshold,
		Duration slowCallDurationThreshold, Window window, Waiting waiting, Probing probing, Recording recording,
		Sharing sharing) {

	private static final Duration YEAR = Duration.ofDays(366);

	private static final CircuitBreakerConfig DEFAULTS = new CircuitBreakerConfig(50, 100, Duration.ofSeconds(60),
			new Window(WindowType.COUNT_BASED, 100, 100),
			new Waiting(Duration.ofSeconds(60), 1, Duration.ofDays(1), 0, false), new Probing(10, Duration.ZERO),
			Recording.ALL, new Sharing(Duration.ofMillis(500), Duration.ofMillis(100), 100, 1, Duration.ofSeconds(30),
					Duration.ofMillis(100)));

	public CircuitBreakerConfig {
		Require.that(failureRateThreshold > 0 && failureRateThreshold <= 100, "failure-rate-threshold",
				failureRateThreshold, "above 0 and at most 100");
		Require.that(slowCallRateThreshold > 0 && slowCallRateThreshold <= 100, "slow-call-rate-threshold",
				slowCallRateThreshold, "above 0 and at most 100");
		Require.between(slowCallDurationThreshold, Duration.ofNanos(1), YEAR, "slow-call-duration-threshold");
	}

	/**
	 * The defaults of Resilience4j.
	 * @return a configuration to change by its {@code with} methods
	 */
	public static CircuitBreakerConfig defaults() {
		return DEFAULTS;
	}

	/**
	 * Change the failure rate.
	 * @param percent above 0, at most 100
	 * @return a changed copy
	 */
	public CircuitBreakerConfig withFailureRateThreshold(float percent) {
		return new CircuitBreakerConfig(percent, this.slowCallRateThreshold, this.slowCallDurationThreshold,
				this.window, this.waiting, this.probing, this.recording, this.sharing);
	}

	/**
	 * Change what counts as slow.
	 * @param percent rate of slow calls from which to open, above 0, at most 100
	 * @param duration above which a call is slow
	 * @return a changed copy
	 */
	public CircuitBreakerConfig withSlowCalls(float percent, Duration duration) {
		return new CircuitBreakerConfig(this.failureRateThreshold, percent, duration, this.window, this.waiting,
				this.probing, this.recording, this.sharing);
	}

	/**
	 * Change the window.
	 * @param type what it slides over
	 * @param size calls, or seconds
	 * @param minimumNumberOfCalls calls below which no rate is taken
	 * @return a changed copy
	 */
	public CircuitBreakerConfig withWindow(WindowType type, int size, int minimumNumberOfCalls) {
		return new CircuitBreakerConfig(this.failureRateThreshold, this.slowCallRateThreshold,
				this.slowCallDurationThreshold, new Window(type, size, minimumNumberOfCalls), this.waiting,
				this.probing, this.recording, this.sharing);
	}

	/**
	 * Change how long the breaker stays open.
	 * @param changed the wait
	 * @return a changed copy
	 */
	public CircuitBreakerConfig withWaiting(Waiting changed) {
		return new CircuitBreakerConfig(this.failureRateThreshold, this.slowCallRateThreshold,
				this.slowCallDurationThreshold, this.window, changed, this.probing, this.recording, this.sharing);
	}

	/**
	 * Change how a half-open breaker finds out.
	 * @param permittedCalls number of probes
	 * @param maxWait time after which a half-open breaker opens again; zero for none
	 * @return a changed copy
	 */
	public CircuitBreakerConfig withProbing(int permittedCalls, Duration maxWait) {
		return new CircuitBreakerConfig(this.failureRateThreshold, this.slowCallRateThreshold,
				this.slowCallDurationThreshold, this.window, this.waiting, new Probing(permittedCalls, maxWait),
				this.recording, this.sharing);
	}

	/**
	 * Change which outcomes are failures.
	 * @param changed the rule
	 * @return a changed copy
	 */
	public CircuitBreakerConfig withRecording(Recording changed) {
		return new CircuitBreakerConfig(this.failureRateThreshold, this.slowCallRateThreshold,
				this.slowCallDurationThreshold, this.window, this.waiting, this.probing, changed, this.sharing);
	}

	/**
	 * Change how instances share the state.
	 * @param change makes the changed part of the present one
	 * @return a changed copy
	 */
	public CircuitBreakerConfig withSharing(UnaryOperator<Sharing> change) {
		return new CircuitBreakerConfig(this.failureRateThreshold, this.slowCallRateThreshold,
				this.slowCallDurationThreshold, this.window, this.waiting, this.probing, this.recording,
				change.apply(this.sharing));
	}

	/**
	 * What a window slides over.
	 */
	public enum WindowType {

		/** The last calls. */
		COUNT_BASED,

		/** The last seconds. */
		TIME_BASED

	}

	/**
	 * Which calls the rates are taken of.
	 *
	 * @param type what the window slides over
	 * @param size calls, or seconds
	 * @param minimumNumberOfCalls calls below which no rate is taken; in a count window
	 * never more than its size
	 */
	public record Window(WindowType type, int size, int minimumNumberOfCalls) {

		public Window {
			int most = (type == WindowType.COUNT_BASED) ? 10_000 : 86_400;
			Require.that(size >= 1 && size <= most, "sliding-window-size", size, "from 1 to " + most);
			Require.that(minimumNumberOfCalls >= 1 && minimumNumberOfCalls <= 1_000_000, "minimum-number-of-calls",
					minimumNumberOfCalls, "from 1 to 1000000");
		}

		int minimum() {
			return (this.type == WindowType.COUNT_BASED) ? Math.min(this.minimumNumberOfCalls, this.size)
					: this.minimumNumberOfCalls;
		}

		/**
		 * Length of a bucket. More than sixty would make every exchange dearer and no
		 * decision better.
		 * @return milliseconds; 0 for a count window
		 */
		long bucketMillis() {
			return (this.type == WindowType.COUNT_BASED) ? 0 : 1_000L * ((this.size + 59) / 60);
		}

		/**
		 * Number of buckets, or of calls.
		 * @return how many
		 */
		int slots() {
			return (this.type == WindowType.COUNT_BASED) ? this.size
					: Math.toIntExact((this.size * 1_000L + bucketMillis() - 1) / bucketMillis());
		}

	}

	/**
	 * How long a breaker stays open.
	 *
	 * @param duration the first wait
	 * @param multiplier by which every opening in a row multiplies the wait, 1 or more
	 * @param longest largest wait
	 * @param randomizedFactor part of the wait that is random, from 0 to below 1
	 * @param automaticTransition whether the breaker becomes half-open without a call
	 */
	public record Waiting(Duration duration, double multiplier, Duration longest, double randomizedFactor,
			boolean automaticTransition) {

		public Waiting {
			Require.between(duration, Duration.ofMillis(1), YEAR, "wait-duration-in-open-state");
			Require.that(multiplier >= 1 && multiplier <= 1_000, "exponential-backoff-multiplier", multiplier,
					"from 1 to 1000");
			Require.between(longest, Duration.ofMillis(1), YEAR, "exponential-max-wait-duration-in-open-state");
			Require.that(randomizedFactor >= 0 && randomizedFactor < 1, "randomized-wait-factor", randomizedFactor,
					"from 0 to below 1");
		}

		/**
		 * A wait that is always the same.
		 * @param duration the wait
		 * @return the wait
		 */
		public static Waiting of(Duration duration) {
			return new Waiting(duration, 1,
					(duration.compareTo(Duration.ofDays(1)) > 0) ? duration : Duration.ofDays(1), 0, false);
		}

	}

	/**
	 * How a half-open breaker finds out.
	 *
	 * @param permittedCalls number of probes
	 * @param maxWait time after which a half-open breaker opens again; zero for none
	 */
	public record Probing(int permittedCalls, Duration maxWait) {

		public Probing {
			Require.that(permittedCalls >= 1 && permittedCalls <= 10_000,
					"permitted-number-of-calls-in-half-open-state", permittedCalls, "from 1 to 10000");
			Require.between(maxWait, Duration.ZERO, YEAR, "max-wait-duration-in-half-open-state");
		}

	}

}
