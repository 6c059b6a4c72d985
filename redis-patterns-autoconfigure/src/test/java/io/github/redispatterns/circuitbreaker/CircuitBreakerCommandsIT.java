package io.github.redispatterns.circuitbreaker;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redispatterns.circuitbreaker.BreakersUnderTest.Circuits;
import io.github.redispatterns.circuitbreaker.Permission.Permitted;
import io.github.redispatterns.support.CommandCounter;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Rivals;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Commands that calls send, which the documentation states.
 */
@RedisTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "circuitbreaker:state", "circuitbreaker:calls", "circuitbreaker:permits", "circuitbreaker:failing" })
class CircuitBreakerCommandsIT {

	private static final AtomicInteger NAMES = new AtomicInteger();

	private RedisServers servers;

	private Instances instances;

	@BeforeAll
	void start() {
		this.instances = Instances.start(3, CircuitBreakersContract.App.class,
				this.servers.applicationProperties("jedis"));
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	@Test
	void fiftyCallsOfAClosedBreakerAreAtMostOneCommand() {
		List<CircuitBreaker> breakers = breakers(CircuitBreakerConfig.defaults());

		try (CommandCounter counter = CommandCounter.on(this.servers)) {
			Rivals.race(3, (number) -> {
				for (int i = 0; i < 10_000 / 3 + 1; i++) {
					breakers.get(number).execute(() -> "fine");
				}
				return number;
			});
			breakers.forEach(Circuits::awaitCounted);
			Awaitility.await().untilAsserted(() -> assertThat(breakers.get(0).shared().calls()).isEqualTo(100));

			assertThat(scripts(counter)).isBetween(3L, 10_000L / 50);
		}
	}

	@Test
	void callsThatNeverPauseAreTheSame() {
		List<CircuitBreaker> breakers = breakers(CircuitBreakerConfig.defaults());
		long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();

		try (CommandCounter counter = CommandCounter.on(this.servers)) {
			long calls = Rivals.race(3, (number) -> {
				long count = 0;
				while (System.nanoTime() - end < 0 || count < 10_000) {
					int failing = (int) (count % 10);
					try {
						breakers.get(number).execute(() -> {
							if (failing == 0) {
								throw new IOException("test");
							}
							return "fine";
						});
					}
					catch (IOException ex) {
						// one in ten does not open the breaker
					}
					count++;
				}
				return count;
			}).stream().mapToLong(Long::longValue).sum();

			assertThat(scripts(counter)).isBetween(3L, calls / 50);
		}
	}

	@Test
	void anIdleBreakerSendsNothing() throws Exception {
		CircuitBreaker breaker = breakers(CircuitBreakerConfig.defaults()).get(0);
		breaker.execute(() -> "fine");
		Awaitility.await().until(() -> breaker.shared().calls() == 1);
		Circuits.awaitCounted(breaker);

		try (CommandCounter counter = CommandCounter.on(this.servers)) {
			Awaitility.await()
				.during(Duration.ofMillis(1_200))
				.atMost(Duration.ofSeconds(10))
				.until(() -> scripts(counter) == 0);
		}
	}

	@Test
	void refusedCallsOnlyKeepTheStateFresh() {
		List<CircuitBreaker> breakers = breakers(CircuitBreakerConfig.defaults());
		breakers.get(0).force(CircuitState.FORCED_OPEN, Duration.ofHours(1), "ada", "test");
		Circuits.await(breakers.get(0), CircuitState.FORCED_OPEN);

		try (CommandCounter counter = CommandCounter.on(this.servers)) {
			long start = System.nanoTime();
			for (int i = 0; i < 100_000; i++) {
				assertThat(breakers.get(0).tryAcquire().permitted()).isFalse();
			}
			long half = Duration.ofNanos(System.nanoTime() - start).toMillis() / 500;

			assertThat(scripts(counter)).isLessThanOrEqualTo(half + 2);
		}
	}

	@Test
	void aProbeIsOneCommandAndItsResultAnother() {
		CircuitBreaker breaker = breakers(CircuitBreakerConfig.defaults()
			.withWaiting(CircuitBreakerConfig.Waiting.of(Duration.ofMillis(100)))
			.withSharing((sharing) -> sharing.withMaxStaleness(Duration.ofMinutes(1))
				.withProbes(Duration.ofSeconds(30), Duration.ofSeconds(5))))
			.get(0);
		for (int i = 0; i < 100; i++) {
			breaker.failed((Permitted) breaker.tryAcquire(), Duration.ZERO, new IOException("test"));
		}
		Circuits.await(breaker, CircuitState.OPEN);
		Permitted first = Circuits.probe(breaker);
		Circuits.awaitCounted(breaker);

		try (CommandCounter counter = CommandCounter.on(this.servers)) {
			Permitted second = (Permitted) breaker.tryAcquire();
			breaker.succeeded(first, Duration.ZERO);
			breaker.succeeded(second, Duration.ZERO);
			Awaitility.await().until(() -> scripts(counter) >= 3);
			Circuits.awaitCounted(breaker);

			// the breaker may read the state once more because calls flow
			assertThat(scripts(counter)).isBetween(3L, 4L);
		}
	}

	private List<CircuitBreaker> breakers(CircuitBreakerConfig config) {
		String name = "c" + NAMES.incrementAndGet();
		List<CircuitBreaker> breakers = this.instances.beans(CircuitBreakers.class)
			.stream()
			.map((each) -> each.get(name, config))
			.toList();
		breakers.forEach((breaker) -> {
			breaker.released((Permitted) breaker.tryAcquire());
			Awaitility.await().until(((RedisCircuitBreaker) breaker)::isInStep);
		});
		return breakers;
	}

	private static long scripts(CommandCounter counter) {
		Map<String, Long> sent = counter.sent();
		return sent.getOrDefault("evalsha", 0L) + sent.getOrDefault("eval", 0L);
	}

}
