package io.github.redispatterns.lock;

import io.github.redispatterns.support.RedisTest;

@RedisTest
class RedisLocksIT extends LocksContract {

	@Override
	protected String driver() {
		return "jedis";
	}

}
