package io.github.redispatterns.cache;

import java.time.Duration;
import java.util.List;

/**
 * What is known of a stored value.
 *
 * @param inMemory whether this instance has it in memory
 * @param inRedis whether it is in Redis
 * @param fresh how long it will be fresh, zero if it is stale
 * @param life how long it will stay in Redis
 * @param computation how long its computation took
 * @param version its number, 0 for none
 * @param tags its tags
 * @param size bytes in Redis
 * @param nothing whether the value is {@code null}
 * @param evicted whether a clear or an eviction of a tag or prefix made it outdated
 */
public record CachedValue(boolean inMemory, boolean inRedis, Duration fresh, Duration life, Duration computation,
		long version, List<String> tags, int size, boolean nothing, boolean evicted) {
}
