package io.github.redispatterns.circuitbreaker;

import io.github.redispatterns.circuitbreaker.CircuitBreakerEvent.Cause;
import org.jspecify.annotations.Nullable;

/**
 * The shared state as Redis told it.
 *
 * @param state the state
 * @param generation its number
 * @param timed whether it ends by itself
 * @param deadline nanosecond of this JVM at which it ends
 * @param attempts openings in a row
 * @param sums outcomes in the window, or of the probes
 * @param origin the instance that made it
 * @param cause why it was made
 * @param before the state before it
 */
record Shared(CircuitState state, long generation, boolean timed, long deadline, int attempts, Batch sums,
		String origin, Cause cause, CircuitState before) {

	/** What is assumed until Redis was asked. */
	static final Shared UNKNOWN = new Shared(CircuitState.CLOSED, 0, false, 0, 0, Batch.EMPTY, "", Cause.UNKNOWN,
			CircuitState.CLOSED);

	private static final CircuitState[] STATES = CircuitState.values();

	static CircuitState state(long number) {
		return STATES[(int) number];
	}

	/**
	 * Read what a script published.
	 * @param text state, generation, ms left, attempts, origin, cause and the state
	 * before
	 * @param now nanosecond
	 * @return the state, or {@code null} if another version wrote the text
	 */
	static @Nullable Shared parse(String text, long now) {
		String[] parts = text.split(" ", -1);
		if (parts.length != 7) {
			return null;
		}
		try {
			CircuitState state = state(Long.parseLong(parts[0]));
			long left = Long.parseLong(parts[2]);
			return new Shared(state, Long.parseLong(parts[1]), left > 0 || state == CircuitState.OPEN,
					now + left * 1_000_000, Integer.parseInt(parts[3]), Batch.EMPTY, parts[4], Cause.of(parts[5]),
					state(Long.parseLong(parts[6])));
		}
		catch (NumberFormatException | IndexOutOfBoundsException ex) {
			return null;
		}
	}

}
