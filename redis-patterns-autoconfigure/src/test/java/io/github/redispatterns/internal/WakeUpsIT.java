package io.github.redispatterns.internal;

import io.github.redispatterns.support.RedisTest;

@RedisTest
class WakeUpsIT extends WakeUpsContract {

	@Override
	String driver() {
		return "jedis";
	}

}
