package io.github.redispatterns.semaphore;

import io.github.redispatterns.LossCause;

/**
 * Something about a semaphore or a pool that an operator or another part of the
 * application may want to know. Published as a Spring application event, on a thread of
 * the starter.
 */
public sealed interface SemaphoreEvent {

	/**
	 * This instance lost a permit that it held.
	 *
	 * @param name name of the semaphore
	 * @param key which of the semaphores of that name, may be empty
	 * @param cause why
	 */
	record PermitLost(String name, String key, LossCause cause) implements SemaphoreEvent {
	}

	/**
	 * This instance changed the number of permits.
	 *
	 * @param change the change
	 * @param before permits before, or -1 if nobody had asked for any lately
	 */
	record Resized(Resize change, long before) implements SemaphoreEvent {
	}

	/**
	 * Another instance configures another number of permits.
	 *
	 * @param name name of the semaphore
	 * @param configured what this instance configures
	 * @param version version of that
	 * @param inForce what counts
	 * @param versionInForce version of that
	 */
	record ConfigurationConflict(String name, long configured, long version, long inForce,
			long versionInForce) implements SemaphoreEvent {
	}

	/**
	 * Another instance lists other items for a pool, and its list counts.
	 *
	 * @param pool name of the pool
	 * @param version version of what this instance lists
	 */
	record PoolConflict(String pool, long version) implements SemaphoreEvent {
	}

	/**
	 * This instance lost an item of a pool.
	 *
	 * @param pool name of the pool
	 * @param item the item
	 * @param cause why
	 */
	record ItemLost(String pool, String item, LossCause cause) implements SemaphoreEvent {
	}

	/**
	 * A holder in this instance said that an item does not work.
	 *
	 * @param pool name of the pool
	 * @param item the item
	 * @param reason what the holder said
	 */
	record ItemSuspected(String pool, String item, String reason) implements SemaphoreEvent {
	}

}
