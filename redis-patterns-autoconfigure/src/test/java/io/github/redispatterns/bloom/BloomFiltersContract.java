package io.github.redispatterns.bloom;

import java.util.HashMap;
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
 * What {@link BloomFilters} promise, on every topology and with every driver.
 * <p>
 * Two instances of one application run through the whole class.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "bloom:meta", "bloom:bits" })
abstract class BloomFiltersContract
		implements AddContract, ClaimContract, RotationContract, RebuildContract, LossContract, CompletenessContract {

	private static final AtomicInteger NAMES = new AtomicInteger();

	RedisServers servers;

	private Instances instances;

	@BeforeAll
	void start() {
		Map<String, Object> properties = new HashMap<>(this.servers.springProperties());
		properties.put("redis-patterns.namespace", "test");
		properties.put("redis-patterns.bloom.max-memory", "32KB");
		properties.put("spring.data.redis.client-type", driver());
		properties.put("spring.data.redis.lettuce.shutdown-timeout", "0");
		this.instances = Instances.start(2, App.class, properties);
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
	public BloomFilters filters(int instance) {
		return this.instances.beans(BloomFilters.class).get(instance % 2);
	}

	@Override
	public String name() {
		return "b" + NAMES.incrementAndGet();
	}

	@EnableAutoConfiguration
	static class App {

	}

}
