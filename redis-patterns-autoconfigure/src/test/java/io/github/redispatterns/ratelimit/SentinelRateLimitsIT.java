package io.github.redispatterns.ratelimit;

import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Topology;

@RedisTest(Topology.SENTINEL)
class SentinelRateLimitsIT extends RateLimitsContract {

	@Override
	protected String driver() {
		return "jedis";
	}

}
