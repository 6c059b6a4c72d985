package io.github.redispatterns.semaphore;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/**
 * Items of which each is lent to one at a time, on all instances together.
 * <p>
 * The one that was returned longest ago is lent first. It is held for a lease that is
 * renewed while it is in use; the items of a crashed instance come back by themselves.
 */
public interface ResourcePool {

	/**
	 * Return what defines the pool.
	 * @return the policy
	 */
	PoolPolicy policy();

	/**
	 * Try to lease an item.
	 * @param wait longest wait for others; zero tries once
	 * @return the item, or nothing if none was free in time
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @throws io.github.redispatterns.RedisUnavailableException if Redis cannot answer;
	 * the item is returned should Redis have lent it
	 */
	Optional<LeasedItem> tryLease(Duration wait) throws InterruptedException;

	/**
	 * Lease an item, waiting as long as the pool says.
	 * @return the item
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @throws PermitNotAvailableException if none was free in time
	 * @throws io.github.redispatterns.RedisUnavailableException if Redis cannot answer
	 */
	LeasedItem lease() throws InterruptedException;

	/**
	 * Lease an item.
	 * @param wait longest wait for others; zero tries once
	 * @return the item
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @throws PermitNotAvailableException if none was free in time
	 * @throws io.github.redispatterns.RedisUnavailableException if Redis cannot answer
	 */
	LeasedItem lease(Duration wait) throws InterruptedException;

	/**
	 * Add items, on all instances at once.
	 * @param items the items
	 * @return how many were not in the pool
	 * @throws io.github.redispatterns.RedisUnavailableException if Redis cannot answer
	 */
	int add(Collection<String> items);

	/**
	 * Take items out, on all instances at once. One that is lent goes when it comes back.
	 * @param items the items
	 * @return how many were in the pool
	 * @throws io.github.redispatterns.RedisUnavailableException if Redis cannot answer
	 */
	int remove(Collection<String> items);

	/**
	 * Lend suspect items again now.
	 * @param items the items
	 * @return how many were suspect
	 * @throws io.github.redispatterns.RedisUnavailableException if Redis cannot answer
	 */
	int trust(Collection<String> items);

	/**
	 * Look at the items.
	 * @return where each is
	 * @throws io.github.redispatterns.RedisUnavailableException if Redis cannot answer
	 */
	PoolInfo snapshot();

}
