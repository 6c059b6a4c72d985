package io.github.redispatterns.internal;

import io.github.redispatterns.support.RedisTest;

@RedisTest
class LettuceBroadcastsIT extends BroadcastsContract {

	@Override
	String driver() {
		return "lettuce";
	}

}
