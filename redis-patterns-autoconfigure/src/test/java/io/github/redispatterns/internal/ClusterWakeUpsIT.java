package io.github.redispatterns.internal;

import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Topology;

@RedisTest(Topology.CLUSTER)
class ClusterWakeUpsIT extends WakeUpsContract {

	@Override
	String driver() {
		return "jedis";
	}

	@Override
	int connections() {
		return this.servers.masters().size();
	}

}
