package io.github.redispatterns.internal;

import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Topology;

@RedisTest(Topology.CLUSTER)
class ClusterBroadcastsIT extends BroadcastsContract {

	@Override
	String driver() {
		return "jedis";
	}

}
