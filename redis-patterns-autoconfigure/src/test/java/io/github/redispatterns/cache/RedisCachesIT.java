package io.github.redispatterns.cache;

import io.github.redispatterns.support.RedisTest;

/**
 * Caches on one server.
 */
@RedisTest
class RedisCachesIT extends CachesContract {

	@Override
	protected String driver() {
		return "jedis";
	}

}
