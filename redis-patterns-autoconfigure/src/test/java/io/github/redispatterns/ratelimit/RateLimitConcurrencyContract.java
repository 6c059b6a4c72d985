package io.github.redispatterns.ratelimit;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.Rivals;
import io.github.redispatterns.support.RunningInstances.Starter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three instances, eight threads in each, and totals that must be exact.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "ratelimit:tat", "ratelimit:window", "ratelimit:log", "ratelimit:counter", "ratelimit:holds",
		"ratelimit:table" })
abstract class RateLimitConcurrencyContract {

	private static final int INSTANCES = 3;

	private static final int RIVALS = INSTANCES * 8;

	private static final int CALLS = 50;

	private static final Duration DAY = Duration.ofDays(1);

	private static final AtomicInteger NAMES = new AtomicInteger();

	RedisServers servers;

	private Instances instances;

	@BeforeAll
	void start() {
		Map<String, Object> properties = this.servers.applicationProperties("jedis");
		properties.put("spring.data.redis.jedis.pool.max-wait", "20s");
		properties.put("spring.data.redis.timeout", "20s");
		this.instances = Instances.start(INSTANCES, Starter.class, properties);
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	@ParameterizedTest
	@EnumSource(Algorithm.class)
	void admitsExactlyTheLimit(Algorithm algorithm) {
		RateLimitPolicy policy = registered(Tier.of(algorithm, 500, DAY));

		assertThat(admitted((limits, i) -> limits.tryAcquire(policy.name(), "ada"))).isEqualTo(500);
		assertThat(remaining(policy)).containsExactly(0L);
	}

	@ParameterizedTest
	@EnumSource(Algorithm.class)
	void admitsExactlyTheLimitOfCallsOfDifferentCost(Algorithm algorithm) {
		RateLimitPolicy policy = registered(Tier.of(algorithm, 601, DAY));

		long admitted = total((limits, i) -> {
			long cost = 1 + i % 3;
			return limits.tryAcquire(new Charge(policy.name(), "ada", cost)).allowed() ? cost : 0;
		});

		assertThat(admitted).isEqualTo(601);
		assertThat(remaining(policy)).containsExactly(0L);
	}

	@Test
	void admitsExactlyTheSmallestTierAndTakesAsMuchFromTheOthers() {
		RateLimitPolicy policy = registered(Tier.of(Algorithm.FIXED_WINDOW, 700, DAY),
				Tier.of(Algorithm.SLIDING_WINDOW, 500, DAY.multipliedBy(2)),
				Tier.of(Algorithm.SLIDING_WINDOW_COUNTER, 600, DAY.multipliedBy(3)),
				Tier.of(Algorithm.GCRA, 800, DAY.multipliedBy(4)));

		assertThat(admitted((limits, i) -> limits.tryAcquire(policy.name(), "ada"))).isEqualTo(500);
		assertThat(remaining(policy)).containsExactly(200L, 0L, 100L, 300L);
	}

	@ParameterizedTest
	@EnumSource(Algorithm.class)
	void leaksNothingOfSeveralKeys(Algorithm algorithm) {
		RateLimitPolicy user = registered(Tier.of(algorithm, 2_000, DAY));
		RateLimitPolicy all = registered(Tier.of(algorithm, 300, DAY));
		List<Charge> charges = List.of(Charge.of(user.name(), "ada"), Charge.of(all.name(), "ada"));

		assertThat(admitted((limits, i) -> limits.tryAcquire(charges))).isEqualTo(300);
		assertThat(remaining(user)).containsExactly(1_700L);
		assertThat(remaining(all)).containsExactly(0L);
	}

	@ParameterizedTest
	@EnumSource(Algorithm.class)
	void countsExactlyTheReservationsThatAreKept(Algorithm algorithm) {
		RateLimitPolicy policy = registered(Tier.of(algorithm, 2_000, DAY));

		long kept = total((limits, i) -> {
			Reservation reservation = limits.reserve(Charge.of(policy.name(), "ada"));
			assertThat(reservation.decision().allowed()).isTrue();
			if (i % 2 == 0) {
				reservation.commit();
				return 1;
			}
			reservation.cancel();
			return 0;
		});

		assertThat(kept).isEqualTo(RIVALS * CALLS / 2);
		assertThat(remaining(policy)).containsExactly(2_000 - kept);
	}

	@ParameterizedTest
	@EnumSource(Algorithm.class)
	void neverAdmitsMoreThanTheLimitWhileReservationsComeAndGo(Algorithm algorithm) {
		RateLimitPolicy policy = registered(Tier.of(algorithm, 5, DAY));
		AtomicInteger open = new AtomicInteger();

		List<Integer> highest = Rivals.race(RIVALS, Duration.ofMinutes(1), (number) -> {
			int seen = 0;
			for (int i = 0; i < CALLS; i++) {
				try (Reservation reservation = limits(number).reserve(Charge.of(policy.name(), "ada"))) {
					if (reservation.decision().allowed()) {
						seen = Math.max(seen, open.incrementAndGet());
						open.decrementAndGet();
					}
				}
			}
			return seen;
		});

		assertThat(Collections.max(highest)).isBetween(1, 5);
		assertThat(remaining(policy)).containsExactly(5L);
	}

	@Test
	void keepsManyKeysApart() {
		RateLimitPolicy policy = registered(Tier.of(10, DAY),
				Tier.of(Algorithm.SLIDING_WINDOW, 20, DAY.multipliedBy(2)));

		assertThat(admitted((limits, i) -> limits.tryAcquire(policy.name(), "user-" + i))).isEqualTo(10 * CALLS);
	}

	private long admitted(Call<Decision> call) {
		return total((limits, i) -> call.make(limits, i).allowed() ? 1 : 0);
	}

	private long total(Call<? extends Number> call) {
		return Rivals.race(RIVALS, Duration.ofMinutes(1), (number) -> {
			RateLimits limits = limits(number);
			long sum = 0;
			for (int i = 0; i < CALLS; i++) {
				sum += call.make(limits, i).longValue();
			}
			return sum;
		}).stream().mapToLong(Long::longValue).sum();
	}

	private RateLimits limits(int number) {
		return this.instances.get(number % INSTANCES).getBean(RateLimits.class);
	}

	private List<Long> remaining(RateLimitPolicy policy) {
		return limits(0).peek(policy.name(), "ada").quotas().stream().map(Quota::remaining).toList();
	}

	private RateLimitPolicy registered(Tier... tiers) {
		RateLimitPolicy policy = RateLimitPolicy.of("r" + NAMES.incrementAndGet(), tiers);
		IntStream.range(0, INSTANCES).forEach((number) -> limits(number).register(policy));
		return policy;
	}

	/**
	 * One of many calls of a rival.
	 *
	 * @param <T> type of result
	 */
	@FunctionalInterface
	interface Call<T> {

		T make(RateLimits limits, int i);

	}

}
