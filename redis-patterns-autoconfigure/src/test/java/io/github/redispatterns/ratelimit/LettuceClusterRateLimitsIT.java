package io.github.redispatterns.ratelimit;

import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Topology;

@RedisTest(Topology.CLUSTER)
class LettuceClusterRateLimitsIT extends RateLimitsContract {

	@Override
	String driver() {
		return "lettuce";
	}

}
