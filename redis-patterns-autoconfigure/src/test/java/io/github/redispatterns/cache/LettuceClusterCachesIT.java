package io.github.redispatterns.cache;

import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Topology;

/**
 * Caches with Lettuce, on a Cluster.
 */
@RedisTest(Topology.CLUSTER)
class LettuceClusterCachesIT extends CachesContract {

	@Override
	protected String driver() {
		return "lettuce";
	}

}
