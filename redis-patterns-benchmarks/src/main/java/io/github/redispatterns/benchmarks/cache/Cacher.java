package io.github.redispatterns.benchmarks.cache;

import java.time.Duration;

/**
 * A library's caches in several instances of an application.
 */
interface Cacher extends AutoCloseable {

	/** How many instances there are. */
	int INSTANCES = 2;

	/** How long values live in Redis, for everybody. */
	Duration TTL = Duration.ofMinutes(10);

	/** How long values live in memory, for everybody who keeps them there. */
	Duration LOCAL_TTL = Duration.ofMinutes(1);

	/** How many values memory has room for. */
	int LOCAL_SIZE = 10_000;

	String name();

	/**
	 * Whether instances keep values in memory, too.
	 * @return whether they do
	 */
	boolean isLocal();

	/**
	 * Return a cache of the first instance that keeps nothing in memory.
	 * @return the cache
	 */
	Handle remote();

	/**
	 * Return the cache as it is meant to be used.
	 * @param instance which instance calls
	 * @return the cache
	 */
	Handle tiers(int instance);

	@Override
	void close();

}
