package io.github.redispatterns.semaphore;

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
 * What {@link Semaphores} promise, on every topology and with every driver.
 * <p>
 * Three instances of one application run through the whole class.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "semaphore:permits", "semaphore:config", "semaphore:waiters", "semaphore:queue", "pool:free",
		"pool:leased", "pool:holders", "pool:suspect", "pool:state", "pool:waiters" })
abstract class SemaphoresContract
		implements PermitContract, WeightContract, FairContract, ResizeContract, LimitContract, PoolContract {

	private static final AtomicInteger NAMES = new AtomicInteger();

	RedisServers servers;

	private Instances instances;

	@BeforeAll
	void start() {
		Map<String, Object> properties = this.servers.applicationProperties(driver());
		// a machine that is busy must not cost anybody a place
		properties.put("redis-patterns.semaphore.claim", "3s");
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
	public Semaphores semaphores(int instance) {
		return this.instances.beans(Semaphores.class).get(instance);
	}

	@Override
	public ResourcePools pools(int instance) {
		return this.instances.beans(ResourcePools.class).get(instance);
	}

	@Override
	public int locallyWaiting(int instance, PermitRequest request) {
		return ((RedisSemaphores) semaphores(instance)).waiting(request);
	}

	@Override
	public String name() {
		return "s" + NAMES.incrementAndGet();
	}

	@EnableAutoConfiguration
	static class App {

	}

}
