package io.github.redispatterns.circuitbreaker;

import io.github.redispatterns.support.RedisTest;

@RedisTest
class LettuceCircuitBreakersIT extends CircuitBreakersContract {

	@Override
	protected String driver() {
		return "lettuce";
	}

}
