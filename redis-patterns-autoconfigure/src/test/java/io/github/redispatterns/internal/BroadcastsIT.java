package io.github.redispatterns.internal;

import io.github.redispatterns.support.RedisTest;

@RedisTest
class BroadcastsIT extends BroadcastsContract {

	@Override
	String driver() {
		return "jedis";
	}

}
