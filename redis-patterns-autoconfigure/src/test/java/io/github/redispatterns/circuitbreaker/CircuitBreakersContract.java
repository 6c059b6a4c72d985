package io.github.redispatterns.circuitbreaker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.event.EventListener;

/**
 * What {@link CircuitBreakers} promise, on every topology and with every driver.
 * <p>
 * Two instances of one application run through the whole class.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "circuitbreaker:state", "circuitbreaker:calls", "circuitbreaker:seconds", "circuitbreaker:permits",
		"circuitbreaker:failing" })
abstract class CircuitBreakersContract implements TransitionContract, ProbeContract, ForceContract, SharingContract {

	private static final AtomicInteger NAMES = new AtomicInteger();

	RedisServers servers;

	private Instances instances;

	@BeforeAll
	void start() {
		Map<String, Object> first = this.servers.applicationProperties(driver());
		first.put("redis-patterns.circuitbreaker.instance-name", "one");
		Map<String, Object> second = new HashMap<>(first);
		second.put("redis-patterns.circuitbreaker.instance-name", "other");
		this.instances = Instances.start(App.class, List.of(first, second));
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	@BeforeEach
	void forgetEvents() {
		this.instances.beans(Events.class).forEach((events) -> events.all.clear());
	}

	abstract String driver();

	@Override
	public RedisServers servers() {
		return this.servers;
	}

	@Override
	public CircuitBreakers breakers() {
		return this.instances.beans(CircuitBreakers.class).get(0);
	}

	@Override
	public CircuitBreakers others() {
		return this.instances.beans(CircuitBreakers.class).get(1);
	}

	@Override
	public List<CircuitBreakerEvent> events() {
		return this.instances.beans(Events.class).stream().flatMap((events) -> events.all.stream()).toList();
	}

	@Override
	public String name() {
		return "b" + NAMES.incrementAndGet();
	}

	@EnableAutoConfiguration
	@org.springframework.context.annotation.Import(Events.class)
	static class App {

	}

	static class Events {

		final List<CircuitBreakerEvent> all = new CopyOnWriteArrayList<>();

		@EventListener
		void on(CircuitBreakerEvent event) {
			this.all.add(event);
		}

	}

}
