package io.github.redispatterns.ratelimit;

import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Topology;

@RedisTest(Topology.CLUSTER)
class LettuceClusterRateLimitsIT extends RateLimitsContract {

	@Override
	protected String driver() {
		return "lettuce";
	}

}
