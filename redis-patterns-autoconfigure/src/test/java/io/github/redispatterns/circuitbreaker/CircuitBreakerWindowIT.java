package io.github.redispatterns.circuitbreaker;

import java.util.Random;

import io.github.redispatterns.circuitbreaker.CircuitBreakerConfig.WindowType;
import io.github.redispatterns.internal.KeySpace;
import io.github.redispatterns.internal.ScriptRunner;
import io.github.redispatterns.internal.WakeUps;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The shared window is the window of one instance that saw everything.
 */
@RedisTest
@RedisKeys({ "circuitbreaker:state", "circuitbreaker:calls", "circuitbreaker:seconds" })
class CircuitBreakerWindowIT {

	private static final Claim NOTHING_KNOWN = new Claim(0, CircuitState.CLOSED, false, 0, 0, false, false, 0);

	private RedisServers servers;

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void holdsWhatALocalWindowHolds(long seed) {
		Random random = new Random(seed);
		CircuitBreakerConfig config = CircuitBreakerConfig.defaults()
			.withWindow(WindowType.COUNT_BASED, 1 + random.nextInt(60), 1_000);
		CircuitBreakerConfig closed = config.withSharing((sharing) -> sharing.withMinFailingInstances(2));
		LocalWindow local = new LocalWindow(config.window());
		try (Instances instances = Instances.start(1, CircuitBreakersContract.App.class,
				this.servers.springProperties())) {
			CircuitBreakerScripts shared = new CircuitBreakerScripts(instances.get(0).getBean(ScriptRunner.class),
					new CircuitBreakerKeys(new KeySpace("test")), "window" + seed, closed, "test",
					new WakeUps.Address(new byte[0], new byte[0], new byte[0]));
			for (int i = 0; i < 200; i++) {
				Batch batch = new Batch(1 + random.nextInt(10), random.nextInt(4), random.nextInt(4),
						random.nextInt(random.nextInt(20) + 1));
				local.add(batch, 0);
				assertThat(shared.exchange(NOTHING_KNOWN, batch, 0).shared().sums()).as("batch %d", i)
					.isEqualTo(local.sums(0));
			}
		}
	}

}
