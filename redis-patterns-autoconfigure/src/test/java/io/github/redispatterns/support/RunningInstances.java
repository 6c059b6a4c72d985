package io.github.redispatterns.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContext;

/**
 * A test whose instances of one application run through the whole class. They are alike
 * unless the test configures one of them otherwise.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class RunningInstances {

	private static final AtomicInteger NAMES = new AtomicInteger();

	private final int count;

	private final Class<?> application;

	private RedisServers servers;

	private Instances instances;

	/**
	 * Let a number of instances run that have nothing but the starter.
	 * @param count how many
	 */
	protected RunningInstances(int count) {
		this(count, Starter.class);
	}

	/**
	 * Let a number of instances of an application run.
	 * @param count how many
	 * @param application its configuration class
	 */
	protected RunningInstances(int count, Class<?> application) {
		this.count = count;
		this.application = application;
	}

	@BeforeAll
	final void start() {
		List<Map<String, Object>> properties = new ArrayList<>();
		for (int i = 0; i < this.count; i++) {
			Map<String, Object> own = this.servers.applicationProperties(driver());
			configure(i, own);
			properties.add(own);
		}
		this.instances = Instances.start(this.application, properties);
	}

	@AfterAll
	final void stop() {
		this.instances.close();
	}

	protected String driver() {
		return "jedis";
	}

	/**
	 * Change the properties of an instance before it starts.
	 * @param instance its number from 0
	 * @param properties those that lead it to the servers
	 */
	protected void configure(int instance, Map<String, Object> properties) {
	}

	public final RedisServers servers() {
		return this.servers;
	}

	public final ApplicationContext context(int instance) {
		return this.instances.get(instance);
	}

	public final <T> T bean(int instance, Class<T> type) {
		return context(instance).getBean(type);
	}

	public final <T> List<T> beans(Class<T> type) {
		return this.instances.beans(type);
	}

	/**
	 * Return a name nobody has used.
	 * @return the name
	 */
	public final String name() {
		return "n" + NAMES.incrementAndGet();
	}

	/** An application of nothing but the starter. */
	@EnableAutoConfiguration
	public static class Starter {

	}

}
