package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Values in Redis that only the present holder of a lock writes.
 * <p>
 * Token and value are compared and written in one step, beside the lock of the same name
 * and key. A token is refused as soon as the lock was given to somebody else, or was
 * taken away by an operator, even if nobody has written since. The highest token is
 * remembered for {@code redis-patterns.lock.fence-ttl} after it passed, and at least as
 * long as what it wrote. All methods throw
 * {@link io.github.redispatterns.RedisUnavailableException} if Redis cannot answer; what
 * was asked for may then have been written.
 */
public interface FencedStore extends FencingGuard {

	/**
	 * Write a text unless the token is stale.
	 * @param fence whose write it is
	 * @param item which text of the resource
	 * @param value the text
	 * @param ttl how long Redis keeps it, up to a year
	 * @return whether it was written
	 */
	Passage trySet(Fence fence, String item, String value, Duration ttl);

	/**
	 * Write a text.
	 * @param fence whose write it is
	 * @param item which text of the resource
	 * @param value the text
	 * @param ttl how long Redis keeps it, up to a year
	 * @throws StaleFenceException if the token is stale; nothing was written
	 */
	default void set(Fence fence, String item, String value, Duration ttl) {
		trySet(fence, item, value, ttl).orThrow();
	}

	/**
	 * Write fields of a hash unless the token is stale; other fields stay.
	 * @param fence whose write it is
	 * @param item which hash of the resource
	 * @param fields names and values, at least one
	 * @param ttl how long Redis keeps the whole hash, up to a year
	 * @return whether they were written
	 */
	Passage tryPut(Fence fence, String item, Map<String, String> fields, Duration ttl);

	/**
	 * Write fields of a hash; other fields stay.
	 * @param fence whose write it is
	 * @param item which hash of the resource
	 * @param fields names and values, at least one
	 * @param ttl how long Redis keeps the whole hash, up to a year
	 * @throws StaleFenceException if the token is stale; nothing was written
	 */
	default void put(Fence fence, String item, Map<String, String> fields, Duration ttl) {
		tryPut(fence, item, fields, ttl).orThrow();
	}

	/**
	 * Read a text.
	 * @param item which text of the resource
	 * @param name name of the resource
	 * @param key which of the resources of that name, or nothing
	 * @return the text, if there is one
	 */
	Optional<String> value(String item, String name, String... key);

	/**
	 * Read all fields of a hash.
	 * @param item which hash of the resource
	 * @param name name of the resource
	 * @param key which of the resources of that name, or nothing
	 * @return names and values, empty if there are none
	 */
	Map<String, String> fields(String item, String name, String... key);

}
