package io.github.redispatterns.circuitbreaker;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RunningInstances;
import org.junit.jupiter.api.BeforeEach;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

/**
 * What {@link CircuitBreakers} promise, on every topology and with every driver, to two
 * instances of one application.
 */
@RedisKeys({ "circuitbreaker:state", "circuitbreaker:calls", "circuitbreaker:seconds", "circuitbreaker:permits",
		"circuitbreaker:failing" })
abstract class CircuitBreakersContract extends RunningInstances
		implements TransitionContract, ProbeContract, ForceContract, SharingContract {

	CircuitBreakersContract() {
		super(2, App.class);
	}

	@Override
	protected abstract String driver();

	@Override
	protected void configure(int instance, Map<String, Object> properties) {
		properties.put("redis-patterns.circuitbreaker.instance-name", (instance == 0) ? "one" : "other");
	}

	@BeforeEach
	void forgetEvents() {
		beans(Events.class).forEach((events) -> events.all.clear());
	}

	@Override
	public CircuitBreakers breakers() {
		return bean(0, CircuitBreakers.class);
	}

	@Override
	public CircuitBreakers others() {
		return bean(1, CircuitBreakers.class);
	}

	@Override
	public List<CircuitBreakerEvent> events() {
		return beans(Events.class).stream().flatMap((events) -> events.all.stream()).toList();
	}

	@EnableAutoConfiguration
	@Import(Events.class)
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
