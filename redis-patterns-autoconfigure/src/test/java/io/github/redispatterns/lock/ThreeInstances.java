package io.github.redispatterns.lock;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContext;

/**
 * Three instances of one application that run through a whole class.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ThreeInstances implements LocksUnderTest {

	private static final AtomicInteger NAMES = new AtomicInteger();

	RedisServers servers;

	private Instances instances;

	@BeforeAll
	void start() {
		Map<String, Object> properties = this.servers.applicationProperties(driver());
		properties.put("redis-patterns.lock.fair.claim-window", CLAIM_WINDOW.toMillis() + "ms");
		this.instances = Instances.start(App.class, List.of(properties, properties, properties));
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	String driver() {
		return "jedis";
	}

	@Override
	public RedisServers servers() {
		return this.servers;
	}

	@Override
	public ApplicationContext context(int instance) {
		return this.instances.get(instance);
	}

	@Override
	public Locks locks(int instance) {
		return context(instance).getBean(Locks.class);
	}

	@Override
	public String name() {
		return "t" + NAMES.incrementAndGet();
	}

	@EnableAutoConfiguration
	static class App {

	}

}
