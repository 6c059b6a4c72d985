package io.github.redispatterns.semaphore;

import java.util.Collection;

/**
 * Pools of items that all instances share, such as licences, ports or accounts of a
 * partner. Safe for concurrent use.
 */
public interface ResourcePools {

	/**
	 * Make a pool known. Those in {@code redis-patterns.semaphore.pools} are.
	 * @param policy its name and its items
	 * @return the pool
	 * @throws io.github.redispatterns.PatternConfigurationException if another one of
	 * that name is known
	 */
	ResourcePool register(PoolPolicy policy);

	/**
	 * Find a pool.
	 * @param name its name
	 * @return the pool
	 * @throws io.github.redispatterns.PatternConfigurationException if nobody defines it
	 */
	ResourcePool pool(String name);

	/**
	 * List what is known.
	 * @return the pools, by name
	 */
	Collection<ResourcePool> pools();

}
