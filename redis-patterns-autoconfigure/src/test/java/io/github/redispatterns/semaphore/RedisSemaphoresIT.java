package io.github.redispatterns.semaphore;

import io.github.redispatterns.support.RedisTest;

@RedisTest
class RedisSemaphoresIT extends SemaphoresContract {

	@Override
	protected String driver() {
		return "jedis";
	}

}
