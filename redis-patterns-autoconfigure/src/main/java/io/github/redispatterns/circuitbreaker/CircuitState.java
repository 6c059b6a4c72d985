package io.github.redispatterns.circuitbreaker;

/**
 * What a circuit breaker does with calls.
 */
public enum CircuitState {

	/** Calls are permitted and their outcomes counted. */
	CLOSED,

	/** Calls are refused until the wait has passed. */
	OPEN,

	/** A few calls are permitted to find out how the others would fare. */
	HALF_OPEN,

	/** Calls are refused because an operator says so. */
	FORCED_OPEN,

	/** Calls are permitted because an operator says so; nothing is counted. */
	DISABLED,

	/** Calls are permitted because an operator says so; outcomes are counted. */
	METRICS_ONLY;

	/**
	 * Whether an operator puts a breaker into this state.
	 * @return whether it is forced
	 */
	public boolean isForced() {
		return this == FORCED_OPEN || this == DISABLED || this == METRICS_ONLY;
	}

	boolean permits() {
		return this == CLOSED || this == DISABLED || this == METRICS_ONLY;
	}

	boolean counts() {
		return this == CLOSED || this == METRICS_ONLY;
	}

}
