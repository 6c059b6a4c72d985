package io.github.redispatterns.semaphore;

import io.github.redispatterns.support.RedisTest;

@RedisTest
class LettuceSemaphoresIT extends SemaphoresContract {

	@Override
	protected String driver() {
		return "lettuce";
	}

}
