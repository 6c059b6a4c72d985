package io.github.redispatterns.circuitbreaker;

import io.github.redispatterns.support.RedisTest;

@RedisTest
class RedisCircuitBreakersIT extends CircuitBreakersContract {

	@Override
	protected String driver() {
		return "jedis";
	}

}
