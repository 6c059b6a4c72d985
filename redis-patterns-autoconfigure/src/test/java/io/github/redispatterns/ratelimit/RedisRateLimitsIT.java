package io.github.redispatterns.ratelimit;

import io.github.redispatterns.support.RedisTest;

@RedisTest
class RedisRateLimitsIT extends RateLimitsContract {

	@Override
	protected String driver() {
		return "jedis";
	}

}
