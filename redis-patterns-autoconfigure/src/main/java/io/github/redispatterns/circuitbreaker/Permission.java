package io.github.redispatterns.circuitbreaker;

import java.time.Duration;

/**
 * What a circuit breaker says to one call.
 */
public sealed interface Permission {

	/**
	 * Whether the call may go ahead.
	 * @return whether it is permitted
	 */
	boolean permitted();

	/**
	 * The call may go ahead; its outcome is to be told to the breaker.
	 *
	 * @param generation number of the state that permitted it: an outcome that is told
	 * after the state has changed is dropped; negative while the instance is on its own
	 * @param probe name of the probe, empty unless the breaker is half-open
	 */
	record Permitted(long generation, String probe) implements Permission {

		@Override
		public boolean permitted() {
			return true;
		}

	}

	/**
	 * The call must not be made.
	 *
	 * @param state why
	 * @param retryAfter time after which a call may be permitted
	 */
	record Refused(CircuitState state, Duration retryAfter) implements Permission {

		@Override
		public boolean permitted() {
			return false;
		}

	}

}
