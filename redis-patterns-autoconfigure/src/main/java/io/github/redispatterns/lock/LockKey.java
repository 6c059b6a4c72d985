package io.github.redispatterns.lock;

import java.nio.charset.StandardCharsets;

/**
 * One lock.
 *
 * @param name name for people
 * @param key which of that name, may be empty
 * @param entity what its keys begin with
 */
record LockKey(String name, String key, String entity) implements Comparable<LockKey> {

	byte[] owner() {
		return facet(":owner");
	}

	byte[] fence() {
		return facet(":fence");
	}

	byte[] waiters() {
		return facet(":waiters");
	}

	/**
	 * Locks that are taken together are taken in this order by everybody.
	 */
	@Override
	public int compareTo(LockKey other) {
		return this.entity.compareTo(other.entity);
	}

	byte[] facet(String facet) {
		return (this.entity + facet).getBytes(StandardCharsets.UTF_8);
	}

}
