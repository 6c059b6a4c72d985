package io.github.redispatterns.semaphore;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.redispatterns.internal.KeyFacet;
import io.github.redispatterns.internal.KeySpace;

/**
 * Keys of semaphores and pools, all of one semaphore or pool in one slot.
 */
final class SemaphoreKeys {

	static final String SEMAPHORE = "semaphore";

	static final String POOL = "pool";

	private static final String RETENTION = "redis-patterns.semaphore.retention after the last use";

	static final List<KeyFacet> FACETS = List.of(
			new KeyFacet(SEMAPHORE, "permits", "zset", "two to three leases from the last grant or renewal",
					"who holds permits, by the ms at which the lease ends"),
			new KeyFacet(SEMAPHORE, "config", "hash",
					"as the permits; redis-patterns.semaphore.retention after a change at run time",
					"limit, its version, who set it, what permits weigh beyond one each"),
			new KeyFacet(SEMAPHORE, "waiters", "zset", "three times redis-patterns.semaphore.poll from the last look",
					"who waits, by the ms of the last look"),
			new KeyFacet(SEMAPHORE, "queue", "zset", "three times redis-patterns.semaphore.poll from the last look",
					"who waits in turn, by place"),
			new KeyFacet(POOL, "free", "zset", RETENTION, "items to lend, by the ms of their return"),
			new KeyFacet(POOL, "leased", "zset", RETENTION, "tokens of holders, by the ms at which the lease ends"),
			new KeyFacet(POOL, "holders", "hash", RETENTION, "which item each token holds"),
			new KeyFacet(POOL, "suspect", "zset", RETENTION,
					"items not to lend, by the ms at which they are lent again"),
			new KeyFacet(POOL, "state", "hash", RETENTION,
					"version and digest of the items, why some are suspect, which ones are to go"),
			new KeyFacet(POOL, "waiters", "zset", "three times redis-patterns.semaphore.poll from the last look",
					"who waits, by the ms of the last look"));

	private final KeySpace space;

	SemaphoreKeys(KeySpace space) {
		this.space = space;
	}

	/**
	 * Name what the keys of a semaphore begin with.
	 * @param name name of the semaphore
	 * @param key which of the semaphores of that name, or an empty text
	 * @return the entity
	 */
	Entity semaphore(String name, String key) {
		return new Entity(this.space.prefix(SEMAPHORE) + KeySpace.escape(name)
				+ (key.isEmpty() ? "" : ":" + KeySpace.escape(key)) + "}");
	}

	/**
	 * Name what the keys of a pool begin with.
	 * @param name name of the pool
	 * @return the entity
	 */
	Entity pool(String name) {
		return new Entity(this.space.prefix(POOL) + KeySpace.escape(name) + "}");
	}

	/**
	 * One semaphore or pool.
	 *
	 * @param text what its keys begin with
	 */
	record Entity(String text) {

		byte[] facet(String facet) {
			return (this.text + ":" + facet).getBytes(StandardCharsets.UTF_8);
		}

	}

}
