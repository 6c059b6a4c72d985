package io.github.redispatterns.cache;

import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Topology;

/**
 * Caches on a Cluster.
 */
@RedisTest(Topology.CLUSTER)
class ClusterCachesIT extends CachesContract {

	@Override
	protected String driver() {
		return "jedis";
	}

}
