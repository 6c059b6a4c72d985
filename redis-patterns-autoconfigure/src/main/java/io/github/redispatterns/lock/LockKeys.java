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
			new KeyFacet(PATTERN, "queue", "zset", "as alive", "who waits for a fair lock, in order of arrival"),
			new KeyFacet(PATTERN, "alive", "zset",
					"three times redis-patterns.lock.poll and the claim window, from the last look of any of them",
					"who waits for a fair lock, by the ms until which they count"),
			new KeyFacet(PATTERN, "turn", "string", "as alive, from the release",
					"for whom a free fair lock is kept, and since when; gone when it is taken"),
			new KeyFacet(PATTERN, "readers", "zset", "longest lease of a reader, renewed",
					"who reads: token and mode, by the ms at which its lease ends"),
			new KeyFacet(PATTERN, "intent", "string", "redis-patterns.lock.poll from the last look of the writer",
					"who waits to write; keeps new readers out"),
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
