package io.github.redispatterns.internal;

import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Topology;

@RedisTest(Topology.SENTINEL)
class SentinelWakeUpsIT extends WakeUpsContract {

	@Override
	String driver() {
		return "jedis";
	}

}
