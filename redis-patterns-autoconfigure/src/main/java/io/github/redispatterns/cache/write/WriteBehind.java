package io.github.redispatterns.cache.write;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What caches have not written to their sources yet, and what they gave up.
 * <p>
 * Every method throws {@link io.github.redispatterns.RedisUnavailableException} while
 * Redis is away, and {@link IllegalArgumentException} for a cache that does not write to
 * a source.
 */
public interface WriteBehind {

	/**
	 * Return the caches that write to a source.
	 * @return their names
	 */
	Set<String> caches();

	/**
	 * Count what a cache has not written, one command for each of its partitions.
	 * @param cache name of the cache
	 * @return the backlog of all instances
	 */
	Backlog backlog(String cache);

	/**
	 * Read changes that were given up, those of a partition in the order in which they
	 * were.
	 * @param cache name of the cache
	 * @param limit most to read, 1 to 10000
	 * @return the dead letters
	 */
	List<DeadLetter> deadLetters(String cache, int limit);

	/**
	 * Try a change again that was given up. It is written with its old number; if a newer
	 * change of its key waits, it is dropped.
	 * @param cache name of the cache
	 * @param id id of the dead letter
	 * @return whether it waits to be written now
	 */
	boolean replay(String cache, String id);

	/**
	 * Try all changes again that were given up until now.
	 * @param cache name of the cache
	 * @return how many wait to be written now
	 */
	long replayAll(String cache);

	/**
	 * Delete changes that were given up.
	 * @param cache name of the cache
	 * @return how many were deleted
	 */
	long purge(String cache);

	/**
	 * Delete a change that was given up.
	 * @param cache name of the cache
	 * @param id id of the dead letter
	 * @return whether there was one
	 */
	boolean purge(String cache, String id);

	/**
	 * What waits to be written.
	 *
	 * @param waiting keys with a change that the source does not have
	 * @param flying how many of them are being written
	 * @param dead changes that were given up
	 * @param oldest how long the oldest waits, of those that are due first
	 */
	record Backlog(long waiting, long flying, long dead, Optional<Duration> oldest) {
	}

	/**
	 * A change that was given up.
	 *
	 * @param id its id
	 * @param key its key
	 * @param delete whether the value was deleted
	 * @param value the value as JSON, empty if it was deleted
	 * @param version number of the change
	 * @param attempts how often it was tried
	 * @param error why the last attempt failed
	 */
	record DeadLetter(String id, String key, boolean delete, String value, long version, int attempts, String error) {
	}

}
