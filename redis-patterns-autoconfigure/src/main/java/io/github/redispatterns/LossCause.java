package io.github.redispatterns;

/**
 * Why something that was held for a lease is no longer held.
 */
public enum LossCause {

	/** The lease ended here before Redis could be asked to renew it. */
	EXPIRED,

	/**
	 * Redis says that somebody else holds it or nobody: an operator released it, or a
	 * failover or an eviction lost it.
	 */
	TAKEN,

	/** It was held for longer than allowed and no longer renewed. */
	MAX_HOLD

}
