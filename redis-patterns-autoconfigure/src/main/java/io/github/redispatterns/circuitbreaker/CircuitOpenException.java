package io.github.redispatterns.circuitbreaker;

import java.time.Duration;

/**
 * A call was not made because its circuit breaker does not permit it.
 * <p>
 * It has no stack trace: it is made once for every call of an outage.
 */
public class CircuitOpenException extends RuntimeException {

	private final String breaker;

	private final CircuitState state;

	private final Duration retryAfter;

	/**
	 * Create the exception.
	 * @param breaker name of the breaker
	 * @param refusal why the call is not permitted
	 */
	public CircuitOpenException(String breaker, Permission.Refused refusal) {
		super(null, null, false, false);
		this.breaker = breaker;
		this.state = refusal.state();
		this.retryAfter = refusal.retryAfter();
	}

	// most of these are answered by a fallback and never read
	@Override
	public String getMessage() {
		return "Circuit breaker '%s' is %s and does not permit calls; retry after %s".formatted(this.breaker,
				this.state, this.retryAfter);
	}

	/**
	 * Return the name of the breaker.
	 * @return the name
	 */
	public String getBreaker() {
		return this.breaker;
	}

	/**
	 * Return the state that refuses.
	 * @return the state
	 */
	public CircuitState getState() {
		return this.state;
	}

	/**
	 * Return the time after which a call may be permitted.
	 * @return the time
	 */
	public Duration getRetryAfter() {
		return this.retryAfter;
	}

}
