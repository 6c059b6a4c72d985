package io.github.redispatterns.lock;

/**
 * What a lock survives.
 */
public enum Durability {

	/**
	 * Everything but the loss of a server that had not yet replicated the lock; guard
	 * what must never be written twice with fencing tokens.
	 */
	NONE,

	/**
	 * Held only when replicas have acknowledged it, see
	 * {@code redis-patterns.lock.replicas}.
	 */
	REPLICAS,

	/**
	 * Held only on a majority of independent servers (Redlock), see
	 * {@code redis-patterns.lock.quorum}.
	 */
	QUORUM

}
