package io.github.redispatterns.ratelimit;

import io.github.redispatterns.support.RedisTest;

@RedisTest
class LettuceRateLimitsIT extends RateLimitsContract {

	@Override
	protected String driver() {
		return "lettuce";
	}

}
