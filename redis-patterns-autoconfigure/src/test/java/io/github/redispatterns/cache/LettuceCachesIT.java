package io.github.redispatterns.cache;

import io.github.redispatterns.support.RedisTest;

/**
 * Caches with Lettuce, on one server.
 */
@RedisTest
class LettuceCachesIT extends CachesContract {

	@Override
	protected String driver() {
		return "lettuce";
	}

}
