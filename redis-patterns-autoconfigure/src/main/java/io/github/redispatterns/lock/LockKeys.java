package io.github.redispatterns.lock;

import java.util.List;

import io.github.redispatterns.internal.KeyFacet;
import io.github.redispatterns.internal.KeySpace;

/**
 * Keys of locks, all of one lock in one slot.
 */
final class LockKeys {

	static final String PATTERN = "lock";

	static final List<KeyFacet> FACETS = List.of(
			new KeyFacet(PATTERN, "owner", "string", "one lease, renewed", "who holds it: token and mode"),
			new KeyFacet(PATTERN, "fence", "string", "redis-patterns.lock.fence-ttl after the last acquisition",
					"fencing token that was given last"),
			new KeyFacet(PATTERN, "waiters", "zset", "twice redis-patterns.lock.poll from the last look",
					"instances that wait, by the ms until which they count; gone with the next release"),
			new KeyFacet(PATTERN, "guard", "string",
					"redis-patterns.lock.fence-ttl, or that of what was written if it is longer",
					"highest fencing token that passed a guard"),
			new KeyFacet(PATTERN, "value", "string", "what the writer says", "guarded text, one key per item"),
			new KeyFacet(PATTERN, "fields", "hash", "what the writer says", "guarded hash, one key per item"));

	private final KeySpace space;

	LockKeys(KeySpace space) {
		this.space = space;
	}

	/**
	 * Name the keys of a lock.
	 * @param name name of the lock
	 * @param key which of the locks of that name, or an empty text
	 * @return the lock
	 */
	LockKey key(String name, String key) {
		String entity = this.space.prefix(PATTERN) + KeySpace.escape(name)
				+ (key.isEmpty() ? "" : ":" + KeySpace.escape(key)) + "}";
		return new LockKey(name, key, entity);
	}

}
