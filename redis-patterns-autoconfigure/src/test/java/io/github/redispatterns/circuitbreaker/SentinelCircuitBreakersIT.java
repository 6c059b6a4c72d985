package io.github.redispatterns.circuitbreaker;

import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Topology;

@RedisTest(Topology.SENTINEL)
class SentinelCircuitBreakersIT extends CircuitBreakersContract {

	@Override
	protected String driver() {
		return "jedis";
	}

}
