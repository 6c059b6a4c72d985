package io.github.redispatterns.lock;

import io.github.redispatterns.support.RedisTest;

@RedisTest
class LettuceLocksIT extends LocksContract {

	@Override
	protected String driver() {
		return "lettuce";
	}

}
