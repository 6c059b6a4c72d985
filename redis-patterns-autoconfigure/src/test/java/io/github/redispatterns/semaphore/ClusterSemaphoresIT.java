package io.github.redispatterns.semaphore;

import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Topology;

@RedisTest(Topology.CLUSTER)
class ClusterSemaphoresIT extends SemaphoresContract {

	@Override
	String driver() {
		return "jedis";
	}

}
