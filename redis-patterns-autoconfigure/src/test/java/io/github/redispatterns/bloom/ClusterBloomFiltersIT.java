package io.github.redispatterns.bloom;

import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Topology;

@RedisTest(Topology.CLUSTER)
class ClusterBloomFiltersIT extends BloomFiltersContract {

	@Override
	protected String driver() {
		return "jedis";
	}

}
