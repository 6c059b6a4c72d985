package io.github.redispatterns.internal;

import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Topology;

@RedisTest(Topology.CLUSTER)
class LettuceClusterWakeUpsIT extends WakeUpsContract {

	@Override
	String driver() {
		return "lettuce";
	}

}
