package io.github.redispatterns.circuitbreaker;

import java.time.Duration;

/**
 * Something about a circuit breaker that an operator or another part of the application
 * may want to know. Published as a Spring application event, on a thread of the library.
 */
public sealed interface CircuitBreakerEvent {

	/**
	 * Name of the breaker.
	 * @return the name
	 */
	String breaker();

	/**
	 * The shared state changed. Published once in all instances together: by the instance
	 * that made the change.
	 *
	 * @param breaker name of the breaker
	 * @param from state before
	 * @param to state after
	 * @param cause why
	 * @param generation number of the new state
	 */
	record StateChanged(String breaker, CircuitState from, CircuitState to, Cause cause,
			long generation) implements CircuitBreakerEvent {
	}

	/**
	 * This instance learned of a change of the shared state that another one made.
	 *
	 * @param breaker name of the breaker
	 * @param from state before
	 * @param to state after
	 * @param cause why
	 * @param generation number of the new state
	 * @param origin the instance that made it
	 */
	record StateObserved(String breaker, CircuitState from, CircuitState to, Cause cause, long generation,
			String origin) implements CircuitBreakerEvent {
	}

	/**
	 * This instance changed its own state alone: because Redis is away, or because it
	 * fails and too few others do.
	 *
	 * @param breaker name of the breaker
	 * @param from state before
	 * @param to state after
	 * @param cause why
	 */
	record LocalStateChanged(String breaker, CircuitState from, CircuitState to,
			Cause cause) implements CircuitBreakerEvent {
	}

	/**
	 * An operator forced a state. Published once, by the instance that was asked.
	 *
	 * @param breaker name of the breaker
	 * @param state the state
	 * @param ttl how long it lasts
	 * @param actor who
	 * @param reason why
	 */
	record Forced(String breaker, CircuitState state, Duration ttl, String actor,
			String reason) implements CircuitBreakerEvent {
	}

	/**
	 * An operator closed the breaker and forgot what it had counted. Published once, by
	 * the instance that was asked.
	 *
	 * @param breaker name of the breaker
	 * @param actor who
	 * @param reason why
	 */
	record Reset(String breaker, String actor, String reason) implements CircuitBreakerEvent {
	}

	/**
	 * This instance follows no other: Redis went away.
	 *
	 * @param breaker name of the breaker
	 */
	record Detached(String breaker) implements CircuitBreakerEvent {
	}

	/**
	 * This instance shares the state again.
	 *
	 * @param breaker name of the breaker
	 */
	record Attached(String breaker) implements CircuitBreakerEvent {
	}

	/**
	 * Why a state changed.
	 */
	enum Cause {

		/** Too many calls failed. */
		FAILURE_RATE,

		/** Too many calls were slow. */
		SLOW_CALL_RATE,

		/** The breaker was open for long enough. */
		WAIT_ENDED,

		/** Enough probes were fine. */
		PROBES_PASSED,

		/** Probes took longer than a breaker may be half-open. */
		PROBES_TOO_LATE,

		/** An operator said so. */
		FORCED,

		/** What an operator said has ended. */
		FORCE_ENDED,

		/** An operator closed it. */
		RESET,

		/** An instance brought a stricter state from a time without Redis. */
		MERGED,

		/** Redis had lost the state and got it back from an instance. */
		RESTORED,

		/** Another version of the library knows why. */
		UNKNOWN;

		static Cause of(String name) {
			for (Cause cause : values()) {
				if (cause.name().equals(name)) {
					return cause;
				}
			}
			return UNKNOWN;
		}

	}

}
