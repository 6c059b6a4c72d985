package io.github.redispatterns.circuitbreaker;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

import io.github.redispatterns.circuitbreaker.BreakersUnderTest.Circuits;
import io.github.redispatterns.circuitbreaker.CircuitBreakerConfig.Waiting;
import io.github.redispatterns.circuitbreaker.CircuitBreakerConfig.WindowType;
import io.github.redispatterns.circuitbreaker.CircuitBreakerEvent.Attached;
import io.github.redispatterns.circuitbreaker.CircuitBreakerEvent.Detached;
import io.github.redispatterns.circuitbreaker.CircuitBreakersContract.Events;
import io.github.redispatterns.circuitbreaker.Permission.Permitted;
import io.github.redispatterns.support.Fault;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.Outage;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.TcpProxy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Redis that fails while calls flow: they never wait for it, the breaker works on alone,
 * and what it decided alone is not forgotten when Redis is back.
 */
@RedisTest(dedicated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "circuitbreaker:state", "circuitbreaker:calls", "circuitbreaker:permits", "circuitbreaker:failing",
		"kernel:probe" })
class CircuitBreakerFaultIT {

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	private static final int CALLS = 5_000;

	private final CircuitBreakerConfig config = CircuitBreakerConfig.defaults()
		.withWindow(WindowType.COUNT_BASED, 10, 10)
		.withWaiting(Waiting.of(Duration.ofSeconds(20)))
		.withProbing(2, Duration.ZERO)
		.withSharing((sharing) -> sharing.withFlush(Duration.ofMillis(10), 1).withMaxStaleness(Duration.ofMillis(100)));

	private RedisServers servers;

	private TcpProxy proxy;

	private Instances instances;

	@BeforeAll
	void start() {
		this.proxy = TcpProxy.to(this.servers.host(), this.servers.port());
		Map<String, Object> properties = this.servers.applicationProperties("jedis");
		properties.put("spring.data.redis.host", this.proxy.host());
		properties.put("spring.data.redis.port", this.proxy.port());
		properties.put("spring.data.redis.timeout", TIMEOUT.toMillis() + "ms");
		properties.put("spring.data.redis.connect-timeout", TIMEOUT.toMillis() + "ms");
		properties.put("redis-patterns.availability.probe-interval", "20ms");
		this.instances = Instances.start(2, CircuitBreakersContract.App.class, properties);
	}

	@AfterAll
	void stop() {
		this.instances.close();
		this.proxy.close();
	}

	@ParameterizedTest
	@EnumSource(value = Outage.class, mode = EnumSource.Mode.EXCLUDE, names = { "PAUSED", "READ_ONLY" })
	void worksAloneAndMergesWhenRedisIsBack(Outage outage) {
		Circuits circuits = circuits("outage-" + outage);
		Events events = this.instances.beans(Events.class).get(0);
		events.all.clear();
		try (Fault fault = outage.begin(this.servers, this.proxy)) {
			callsDoNotWait(circuits.one(), false);
			Awaitility.await().untilAsserted(() -> {
				call(circuits.one(), false);
				assertThat(circuits.one().isAlone()).isTrue();
			});
			assertThat(circuits.one().state()).isEqualTo(CircuitState.CLOSED);

			callsDoNotWait(circuits.one(), true);

			Awaitility.await().untilAsserted(() -> {
				call(circuits.one(), true);
				assertThat(circuits.one().state()).isEqualTo(CircuitState.OPEN);
			});
			callsDoNotWait(circuits.one(), true);
			fault.heal();
			Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
				call(circuits.one(), true);
				call(circuits.other(), false);
				assertThat(circuits.one().isAlone()).isFalse();
				assertThat(circuits.other().isAlone()).isFalse();
				assertThat(circuits.other().state()).isEqualTo(CircuitState.OPEN);
			});
		}
		assertThat(circuits.one().state()).isEqualTo(CircuitState.OPEN);
		assertThat(circuits.one().shared().state()).isEqualTo(CircuitState.OPEN);
		assertThat(circuits.one().shared().cause()).isEqualTo(CircuitBreakerEvent.Cause.MERGED);
		assertThat(circuits.one().shared().generation()).isPositive();
		Awaitility.await()
			.untilAsserted(() -> assertThat(events.all).filteredOn((event) -> event.breaker().equals(circuits.name()))
				.contains(new Detached(circuits.name()), new Attached(circuits.name())));
	}

	@Test
	void aProbeDoesNotWaitForARedisThatIsSilent() {
		CircuitBreakerConfig quick = this.config.withWaiting(Waiting.of(Duration.ofMillis(100)))
			.withSharing((sharing) -> sharing.withProbes(Duration.ofSeconds(30), Duration.ofMillis(50)));
		Circuits circuits = circuits("probe", quick);
		fail(circuits.one(), 10);
		circuits.awaitBoth(CircuitState.OPEN);

		try (Fault fault = this.proxy.blackHole()) {
			// half-open alone after a while, and closed by its own probes
			Awaitility.await().pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
				call(circuits.one(), false);
				assertThat(circuits.one().state()).isEqualTo(CircuitState.CLOSED);
			});
			assertThat(circuits.one().isAlone()).isTrue();
			fault.heal();
		}

		Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
			call(circuits.one(), false);
			assertThat(circuits.one().isAlone()).isFalse();
			assertThat(circuits.one().state()).isEqualTo(CircuitState.CLOSED);
		});
	}

	@Test
	void lostConnectionsAreNotNoticed() {
		Circuits circuits = circuits("cut");
		fail(circuits.one(), 5);

		this.proxy.cut();
		this.servers.faults().dropClients();
		fail(circuits.one(), 4);

		Awaitility.await().untilAsserted(() -> {
			call(circuits.one(), true);
			assertThat(circuits.other().state()).isEqualTo(CircuitState.OPEN);
		});
	}

	// if every call waited, or one in a hundred, this would take far longer
	private static void callsDoNotWait(CircuitBreaker breaker, boolean fails) {
		long start = System.nanoTime();
		for (int i = 0; i < CALLS; i++) {
			call(breaker, fails && i % 500 == 0);
		}
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT.multipliedBy(10));
	}

	private static void fail(CircuitBreaker breaker, int times) {
		for (int i = 0; i < times; i++) {
			call(breaker, true);
			Circuits.awaitCounted(breaker);
		}
	}

	private static void call(CircuitBreaker breaker, boolean fails) {
		if (breaker.tryAcquire() instanceof Permitted permitted) {
			Circuits.end(breaker, permitted, fails ? new IOException("test") : null, Duration.ZERO);
		}
	}

	private Circuits circuits(String name) {
		return circuits(name, this.config);
	}

	private Circuits circuits(String name, CircuitBreakerConfig config) {
		Circuits circuits = new Circuits(name, this.instances.beans(CircuitBreakers.class).get(0).get(name, config),
				this.instances.beans(CircuitBreakers.class).get(1).get(name, config));
		Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
			for (CircuitBreaker breaker : new CircuitBreaker[] { circuits.one(), circuits.other() }) {
				breaker.released((Permitted) breaker.tryAcquire());
				assertThat(((RedisCircuitBreaker) breaker).isInStep()).isTrue();
			}
		});
		return circuits;
	}

}
