package io.github.redispatterns.lock;

import java.nio.charset.StandardCharsets;

import io.github.redispatterns.internal.KeySpace;

/**
 * One lock.
 *
 * @param name name for people
 * @param key which of that name, may be empty
 * @param entity what its keys begin with
 */
record LockKey(String name, String key, String entity) {

	byte[] owner() {
		return facet(":owner");
	}

	byte[] fence() {
		return facet(":fence");
	}

	byte[] waiters() {
		return facet(":waiters");
	}

	byte[] guard() {
		return facet(":guard");
	}

	byte[] value(String item) {
		return facet(":value." + KeySpace.escape(item));
	}

	byte[] fields(String item) {
		return facet(":fields." + KeySpace.escape(item));
	}

	byte[] queue() {
		return facet(":queue");
	}

	byte[] alive() {
		return facet(":alive");
	}

	byte[] turn() {
		return facet(":turn");
	}

	byte[] readers() {
		return facet(":readers");
	}

	byte[] intent() {
		return facet(":intent");
	}

	byte[] facet(String facet) {
		return (this.entity + facet).getBytes(StandardCharsets.UTF_8);
	}

}
