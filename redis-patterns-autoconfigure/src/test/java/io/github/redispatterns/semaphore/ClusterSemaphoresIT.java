package io.github.redispatterns.semaphore;

import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Topology;

@RedisTest(Topology.CLUSTER)
class ClusterSemaphoresIT extends SemaphoresContract {

	@Override
	protected String driver() {
		return "jedis";
	}

}
