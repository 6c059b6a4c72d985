package io.github.redispatterns.lock;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

@RedisTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "lock:owner", "lock:fence", "lock:waiters", "lock:guard", "lock:value", "lock:fields" })
class FencedStoreIT implements FencedStoreContract {

	private static final AtomicInteger NAMES = new AtomicInteger();

	RedisServers servers;

	private Instances instances;

	@BeforeAll
	void start() {
		Map<String, Object> properties = new HashMap<>(this.servers.springProperties());
		properties.put("redis-patterns.namespace", "test");
		properties.put("spring.data.redis.client-type", "jedis");
		this.instances = Instances.start(LocksContract.App.class, List.of(properties, properties, properties));
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	@Override
	public RedisServers servers() {
		return this.servers;
	}

	@Override
	public Locks locks(int instance) {
		return this.instances.beans(Locks.class).get(instance);
	}

	@Override
	public FencedStore store(int instance) {
		return this.instances.beans(FencedStore.class).get(instance);
	}

	@Override
	public String name() {
		return "g" + NAMES.incrementAndGet();
	}

}
