package io.github.redispatterns.circuitbreaker;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import io.github.redispatterns.circuitbreaker.BreakersUnderTest.Circuits;
import io.github.redispatterns.circuitbreaker.CircuitBreakerConfig.WindowType;
import io.github.redispatterns.circuitbreaker.Permission.Permitted;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Five instances, some of which are ill.
 */
@RedisTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "circuitbreaker:state", "circuitbreaker:calls", "circuitbreaker:permits", "circuitbreaker:failing" })
class CircuitBreakerQuorumIT {

	private final CircuitBreakerConfig config = CircuitBreakerConfig.defaults()
		.withWindow(WindowType.COUNT_BASED, 50, 20)
		.withWaiting(CircuitBreakerConfig.Waiting.of(Duration.ofMillis(300)))
		.withProbing(2, Duration.ZERO)
		.withSharing((sharing) -> sharing.withMinFailingInstances(3)
			.withFlush(Duration.ofMillis(10), 10)
			.withMaxStaleness(Duration.ofMillis(100)));

	private RedisServers servers;

	private Instances instances;

	@BeforeAll
	void start() {
		this.instances = Instances.start(5, CircuitBreakersContract.App.class,
				this.servers.applicationProperties("jedis"));
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	@Test
	void oneFailingInstanceOfFiveDoesNotOpenTheOthers() {
		List<CircuitBreaker> breakers = breakers("one");
		CircuitBreaker ill = breakers.get(0);

		// it fails fast, so it has more calls than all others together
		for (int round = 0; round < 50; round++) {
			for (CircuitBreaker breaker : breakers) {
				int calls = (breaker == ill) ? 20 : 1;
				for (int i = 0; i < calls; i++) {
					call(breaker, breaker == ill);
				}
			}
		}

		Circuits.await(ill, CircuitState.OPEN);
		assertThat(ill.isAlone()).isTrue();
		assertThat(ill.shared().state()).isEqualTo(CircuitState.CLOSED);
		assertThat(breakers.subList(1, 5)).allSatisfy((breaker) -> {
			assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
			assertThat(breaker.execute(() -> "served")).isEqualTo("served");
		});
		// and when it is well again it takes part again
		Awaitility.await().untilAsserted(() -> {
			call(ill, false);
			assertThat(ill.state()).isEqualTo(CircuitState.CLOSED);
		});
		assertThat(ill.isAlone()).isFalse();
	}

	@Test
	void threeFailingInstancesOfFiveOpenAll() {
		List<CircuitBreaker> breakers = breakers("three");

		Awaitility.await().pollInterval(Duration.ofMillis(10)).untilAsserted(() -> {
			for (int i = 0; i < 10; i++) {
				breakers.subList(0, 3).forEach((breaker) -> call(breaker, true));
			}
			assertThat(breakers.get(4).state()).isNotEqualTo(CircuitState.CLOSED);
		});

		assertThat(breakers.get(4).isAlone()).isFalse();
		assertThat(breakers.get(4).shared().attempts()).isPositive();
	}

	private static void call(CircuitBreaker breaker, boolean fails) {
		if (breaker.tryAcquire() instanceof Permitted permitted) {
			Circuits.end(breaker, permitted, fails ? new IOException("test") : null, Duration.ZERO);
		}
	}

	private List<CircuitBreaker> breakers(String name) {
		List<CircuitBreaker> breakers = this.instances.beans(CircuitBreakers.class)
			.stream()
			.map((each) -> each.get(name, this.config))
			.toList();
		breakers.forEach((breaker) -> {
			breaker.released((Permitted) breaker.tryAcquire());
			Awaitility.await().until(((RedisCircuitBreaker) breaker)::isInStep);
		});
		return breakers;
	}

}
