package io.github.redispatterns.circuitbreaker;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

import io.github.redispatterns.circuitbreaker.BreakersUnderTest.Circuits;
import io.github.redispatterns.circuitbreaker.CircuitBreakerConfig.Waiting;
import io.github.redispatterns.circuitbreaker.CircuitBreakerConfig.WindowType;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.JvmProcess;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process that dies while it probes.
 */
@RedisTest
@RedisKeys({ "circuitbreaker:state", "circuitbreaker:calls", "circuitbreaker:permits", "circuitbreaker:failing" })
class CircuitBreakerProberIT {

	static final String NAME = "killed";

	static final CircuitBreakerConfig CONFIG = CircuitBreakerConfig.defaults()
		.withWindow(WindowType.COUNT_BASED, 5, 5)
		.withWaiting(Waiting.of(Duration.ofMillis(10)))
		.withProbing(3, Duration.ZERO)
		.withSharing((sharing) -> sharing.withFlush(Duration.ofMillis(10), 1)
			.withMaxStaleness(Duration.ofMillis(500))
			.withProbes(Duration.ofSeconds(20), Duration.ofSeconds(5)));

	private RedisServers servers;

	@Test
	void aKilledProberDoesNotBlockRecovery() {
		Map<String, Object> properties = this.servers.applicationProperties("jedis");
		try (Instances instances = Instances.start(1, CircuitBreakersContract.App.class, properties)) {
			CircuitBreaker breaker = instances.beans(CircuitBreakers.class).get(0).get(NAME, CONFIG);
			Circuits.call(breaker, 4, new IOException("test"), Duration.ZERO);
			breaker.failed((Permission.Permitted) breaker.tryAcquire(), Duration.ZERO, new IOException("test"));
			Circuits.await(breaker, CircuitState.OPEN);
			try (JvmProcess prober = JvmProcess.start(ProberProcess.class, Instances.arguments(properties))) {
				prober.awaitLine((line) -> line.startsWith(ProberProcess.PROBING));
				Circuits.await(breaker, CircuitState.HALF_OPEN);
				assertThat(breaker.tryAcquire().permitted()).isFalse();
				prober.kill();
			}
			assertThat(breaker.shared().probes()).isEqualTo(3);
			new BreakerAging(this.servers, NAME).pass(Duration.ofSeconds(21));

			for (int i = 0; i < 3; i++) {
				Circuits.end(breaker, Circuits.probe(breaker), null, Duration.ZERO);
			}

			Circuits.await(breaker, CircuitState.CLOSED);
			Awaitility.await().untilAsserted(() -> assertThat(breaker.shared().probes()).isZero());
		}
	}

}
