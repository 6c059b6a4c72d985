package io.github.redispatterns.cache;

import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Topology;

/**
 * Caches behind Sentinels.
 */
@RedisTest(Topology.SENTINEL)
class SentinelCachesIT extends CachesContract {

	@Override
	protected String driver() {
		return "jedis";
	}

}
