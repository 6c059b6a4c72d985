package io.github.redispatterns.lock;

import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Topology;

@RedisTest(Topology.CLUSTER)
class ClusterLocksIT extends LocksContract {

	@Override
	protected String driver() {
		return "jedis";
	}

}
