package io.github.redispatterns.circuitbreaker;

/**
 * What an instance tells of itself.
 *
 * @param generation newest shared generation that it knows
 * @param state its state
 * @param timed whether that state ends
 * @param deadline nanosecond at which it ends
 * @param attempts openings in a row
 * @param alone whether it came to that state without Redis
 * @param failing whether its own window reaches a threshold
 * @param stage number of its own stage
 */
record Claim(long generation, CircuitState state, boolean timed, long deadline, int attempts, boolean alone,
		boolean failing, long stage) {
}
