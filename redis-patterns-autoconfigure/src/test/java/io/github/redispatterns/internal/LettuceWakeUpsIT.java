package io.github.redispatterns.internal;

import io.github.redispatterns.support.RedisTest;

@RedisTest
class LettuceWakeUpsIT extends WakeUpsContract {

	@Override
	String driver() {
		return "lettuce";
	}

}
