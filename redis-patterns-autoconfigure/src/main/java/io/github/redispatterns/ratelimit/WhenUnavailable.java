package io.github.redispatterns.ratelimit;

/**
 * What a policy does while Redis cannot decide.
 */
public enum WhenUnavailable {

	/** Admit every call. */
	OPEN,

	/** Refuse every call. */
	CLOSED,

	/** Let each instance enforce its share of the limit on its own. */
	LOCAL

}
