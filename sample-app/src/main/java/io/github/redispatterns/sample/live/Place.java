package io.github.redispatterns.sample.live;

import io.github.redispatterns.sample.redis.RedisAddress;

/**
 * Which instance this is, and which Redis it has.
 *
 * @param instance name of the instance
 * @param topology shape of Redis
 * @param nodes where Redis is
 * @param embedded whether it is part of this application
 */
record Place(String instance, String topology, String nodes, boolean embedded) {

	static Place of(String instance, RedisAddress address) {
		return new Place(instance, address.topology(), address.nodes(), address.embedded());
	}

}
