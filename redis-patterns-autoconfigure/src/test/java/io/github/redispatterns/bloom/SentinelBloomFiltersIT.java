package io.github.redispatterns.bloom;

import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Topology;

@RedisTest(Topology.SENTINEL)
class SentinelBloomFiltersIT extends BloomFiltersContract {

	@Override
	protected String driver() {
		return "jedis";
	}

}
