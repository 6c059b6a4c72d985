package io.github.redispatterns.bloom;

import io.github.redispatterns.support.RedisTest;

@RedisTest
class RedisBloomFiltersIT extends BloomFiltersContract {

	@Override
	String driver() {
		return "jedis";
	}

}
