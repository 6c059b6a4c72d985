package io.github.redispatterns.cache;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/**
 * What caches promise, on every topology and with every driver.
 * <p>
 * Three instances of one application run through the whole class.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "cache:value", "cache:lease", "cache:versions", "bloom:meta", "bloom:bits" })
abstract class CachesContract implements TypedContract, CoherenceContract, LoadContract, BulkBehaviours {

	private static final AtomicInteger NAMES = new AtomicInteger();

	RedisServers servers;

	private Instances instances;

	@BeforeAll
	void start() {
		Map<String, Object> properties = new HashMap<>(this.servers.springProperties());
		properties.put("redis-patterns.namespace", "test");
		properties.put("redis-patterns.bloom.filters.existing.capacity", 100);
		properties.put("spring.data.redis.client-type", driver());
		properties.put("spring.data.redis.lettuce.shutdown-timeout", "0");
		this.instances = Instances.start(App.class, List.of(properties, properties, properties));
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	abstract String driver();

	@Override
	public RedisServers servers() {
		return this.servers;
	}

	@Override
	public TieredCacheManager caches(int instance) {
		return this.instances.beans(TieredCacheManager.class).get(instance);
	}

	@Override
	public String name() {
		return "c" + NAMES.incrementAndGet();
	}

	@EnableAutoConfiguration
	static class App {

	}

}
