package io.github.redispatterns.circuitbreaker;

import io.github.redispatterns.circuitbreaker.CircuitBreakerEvent.Cause;

/**
 * Is told what happens to one breaker in this instance. Called under the circuit's lock:
 * it hands on and returns.
 */
interface CircuitListener {

	/**
	 * The shared state changed.
	 * @param shared the new state
	 */
	void changed(Shared shared);

	/**
	 * This instance changed its state alone.
	 * @param before state before
	 * @param after state after
	 * @param cause why
	 */
	void changedAlone(CircuitState before, CircuitState after, Cause cause);

	/**
	 * Redis went away.
	 */
	void detached();

	/**
	 * Redis is back.
	 */
	void attached();

}
