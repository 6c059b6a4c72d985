package io.github.redispatterns.bloom;

import io.github.redispatterns.support.RedisTest;

@RedisTest
class LettuceBloomFiltersIT extends BloomFiltersContract {

	@Override
	protected String driver() {
		return "lettuce";
	}

}
