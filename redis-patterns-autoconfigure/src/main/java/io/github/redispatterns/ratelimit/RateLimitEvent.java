package io.github.redispatterns.ratelimit;

/**
 * Something about a limit that an operator or another part of the application may want to
 * know. Published as a Spring application event, on the thread that found out.
 */
public sealed interface RateLimitEvent {

	/**
	 * A key was refused by Redis. Published once per refusal that Redis decides; refusals
	 * that this instance remembers are not repeated.
	 *
	 * @param charge what was asked for
	 * @param decision the refusal, or the admission of a shadow policy that would have
	 * refused
	 */
	record Exceeded(Charge charge, Decision decision) implements RateLimitEvent {
	}

	/**
	 * Redis went away; policies follow their {@link WhenUnavailable}.
	 *
	 * @param cause what failed
	 */
	record Degraded(String cause) implements RateLimitEvent {
	}

	/**
	 * Redis is back; limits are shared again.
	 */
	record Restored() implements RateLimitEvent {
	}

	/**
	 * An operator changed a limit for a while.
	 *
	 * @param override the other limit
	 */
	record Overridden(LimitOverride override) implements RateLimitEvent {
	}

	/**
	 * The count of a key was reset.
	 *
	 * @param policy name of the policy
	 * @param key whose count it was
	 */
	record Reset(String policy, String key) implements RateLimitEvent {
	}

}
