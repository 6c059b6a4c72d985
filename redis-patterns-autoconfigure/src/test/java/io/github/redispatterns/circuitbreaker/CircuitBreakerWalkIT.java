package io.github.redispatterns.circuitbreaker;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.github.redispatterns.circuitbreaker.BreakersUnderTest.Circuits;
import io.github.redispatterns.circuitbreaker.CircuitBreakerConfig.Waiting;
import io.github.redispatterns.circuitbreaker.CircuitBreakerConfig.WindowType;
import io.github.redispatterns.circuitbreaker.CircuitBreakerEvent.StateChanged;
import io.github.redispatterns.circuitbreaker.CircuitBreakersContract.Events;
import io.github.redispatterns.circuitbreaker.Permission.Permitted;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random walks of three instances take only legal transitions, and each is published
 * once: by behaviour, Stoplight's property-based specification of colours and
 * notifications.
 */
@RedisTest
@RedisKeys({ "circuitbreaker:state", "circuitbreaker:calls", "circuitbreaker:permits", "circuitbreaker:failing" })
class CircuitBreakerWalkIT {

	private static final Map<CircuitState, Set<CircuitState>> LEGAL = Map.of(CircuitState.CLOSED,
			Set.of(CircuitState.OPEN), CircuitState.OPEN, Set.of(CircuitState.HALF_OPEN), CircuitState.HALF_OPEN,
			Set.of(CircuitState.OPEN, CircuitState.CLOSED));

	private final CircuitBreakerConfig config = CircuitBreakerConfig.defaults()
		.withWindow(WindowType.COUNT_BASED, 6, 3)
		.withWaiting(Waiting.of(Duration.ofMillis(20)))
		.withProbing(2, Duration.ZERO)
		.withSharing((sharing) -> sharing.withFlush(Duration.ofMillis(10), 1)
			.withMaxStaleness(Duration.ofSeconds(10))
			.withProbes(Duration.ofSeconds(30), Duration.ofSeconds(5)));

	private RedisServers servers;

	@ParameterizedTest
	@ValueSource(longs = { 1, 2 })
	void takeOnlyLegalTransitionsAndPublishEachOnce(long seed) {
		try (Instances instances = Instances.start(3, CircuitBreakersContract.App.class,
				this.servers.applicationProperties("jedis"))) {
			String name = "walk" + seed;
			List<CircuitBreaker> breakers = instances.beans(CircuitBreakers.class)
				.stream()
				.map((each) -> each.get(name, this.config))
				.toList();
			Random random = new Random(seed);

			Awaitility.await().atMost(Duration.ofSeconds(30)).pollDelay(Duration.ZERO).until(() -> {
				for (int i = 0; i < 20; i++) {
					call(breakers.get(random.nextInt(3)), random.nextInt(100) < 50);
				}
				breakers.forEach(Circuits::awaitCounted);
				return changes(instances).size() >= 12;
			});

			breakers.forEach(Circuits::awaitCounted);
			List<StateChanged> changes = changes(instances);
			assertThat(changes).extracting(StateChanged::generation).doesNotHaveDuplicates();
			assertThat(changes)
				.allSatisfy((change) -> assertThat(LEGAL.get(change.from())).as("%s", change).contains(change.to()));
			for (int i = 1; i < changes.size(); i++) {
				assertThat(changes.get(i).from()).as("change %d of %s", i, changes).isEqualTo(changes.get(i - 1).to());
			}
		}
	}

	private static List<StateChanged> changes(Instances instances) {
		List<StateChanged> changes = new ArrayList<>();
		instances.beans(Events.class)
			.forEach((events) -> events.all.stream()
				.filter(StateChanged.class::isInstance)
				.map(StateChanged.class::cast)
				.forEach(changes::add));
		changes.sort(Comparator.comparing(StateChanged::generation));
		return changes;
	}

	private static void call(CircuitBreaker breaker, boolean fails) {
		if (breaker.tryAcquire() instanceof Permitted permitted) {
			Circuits.end(breaker, permitted, fails ? new IOException("test") : null, Duration.ZERO);
		}
	}

}
