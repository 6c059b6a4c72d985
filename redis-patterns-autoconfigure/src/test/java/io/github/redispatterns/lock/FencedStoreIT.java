package io.github.redispatterns.lock;

import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisTest;

@RedisTest
@RedisKeys({ "lock:owner", "lock:fence", "lock:waiters", "lock:guard", "lock:value", "lock:fields" })
class FencedStoreIT extends ThreeInstances implements FencedStoreContract {

	@Override
	public FencedStore store(int instance) {
		return context(instance).getBean(FencedStore.class);
	}

}
