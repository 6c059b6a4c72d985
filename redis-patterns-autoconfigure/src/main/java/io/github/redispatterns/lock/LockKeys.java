package io.github.redispatterns.lock;

import java.nio.charset.StandardCharsets;
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
			new KeyFacet(PATTERN, "wait", "string", "3 s, renewed while the wait goes on",
					"of a token in place of a lock: what its holder has been waiting for"));

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

	/**
	 * Name the key that says what the holder of a token waits for.
	 * @param token the token
	 * @return the key
	 */
	byte[] wait(String token) {
		return (this.space.prefix(PATTERN) + KeySpace.escape(token) + "}:wait").getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Name a lock for people.
	 * @param entity what its keys begin with
	 * @return its name and key as they are written in Redis
	 */
	String describe(String entity) {
		return entity.substring(this.space.prefix(PATTERN).length(), entity.length() - 1);
	}

}
