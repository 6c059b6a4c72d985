package io.github.redispatterns.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.redispatterns.internal.KeySpace;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Rivals;
import io.github.redispatterns.support.RunningInstances.Starter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every decision of long random walks is the one that an independent implementation
 * takes.
 */
@RedisTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "ratelimit:tat", "ratelimit:window", "ratelimit:log", "ratelimit:counter", "ratelimit:table" })
class RateLimitOracleIT {

	private static final Duration HOUR = Duration.ofHours(1);

	/** What the test itself may take. */
	private static final Duration PATIENCE = Duration.ofMinutes(4);

	private static final int RIVALS = 8;

	private static final int STEPS = 250;

	private static final AtomicInteger NAMES = new AtomicInteger();

	private static final List<Tier> TIERS = List.of(Tier.of(3, Duration.ofSeconds(1)),
			Tier.of(7, Duration.ofSeconds(10)), Tier.of(1000, Duration.ofSeconds(1)),
			Tier.of(1000, Duration.ofSeconds(1)).withBurst(50), Tier.of(1, Duration.ofSeconds(1)).withBurst(5),
			Tier.of(60, Duration.ofMinutes(1)).withBurst(1), Tier.of(13, Duration.ofMillis(997)),
			Tier.of(1, Duration.ofHours(1)), Tier.of(100_000, Duration.ofHours(1)),
			Tier.of(7, Duration.ofDays(30)).withBurst(3));

	RedisServers servers;

	private Instances instances;

	private RateLimits limits;

	@BeforeAll
	void start() {
		Map<String, Object> properties = this.servers.applicationProperties("jedis");
		properties.put("redis-patterns.ratelimit.refusals.size", 0);
		properties.put("spring.data.redis.timeout", "20s");
		this.instances = Instances.start(1, Starter.class, properties);
		this.limits = this.instances.beans(RateLimits.class).get(0);
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	@Test
	void gcraDecidesAsBucket4j() {
		walk(160, (random) -> gcra(random, Algorithm.GCRA));
	}

	@Test
	void tokenBucketDecidesAsBucket4j() {
		walk(160, (random) -> gcra(random, Algorithm.TOKEN_BUCKET));
	}

	@Test
	void gcraAmongOtherTiersDecidesAsBucket4j() {
		Tier wide = new Tier("wide", Algorithm.FIXED_WINDOW, 1_000_000_000, Duration.ofHours(1), 1_000_000_000);
		walk(80, (random) -> {
			RateLimitPolicy policy = registered(randomTier(random, Algorithm.GCRA), wide);
			return new GcraWalk(this.limits, policy, watched(policy), compiled(policy).tiers[0], random)::step;
		});
	}

	@ParameterizedTest
	@EnumSource(names = { "FIXED_WINDOW", "SLIDING_WINDOW", "SLIDING_WINDOW_COUNTER" })
	void windowDecidesAsItsDefinition(Algorithm algorithm) {
		walk(48, (random) -> {
			Tier tier = Tier.of(algorithm, 1 + random.nextInt(30), Duration.ofMillis(1_000 + random.nextInt(100_000)));
			RateLimitPolicy policy = registered(tier);
			return new WindowWalk(this.limits, policy, watched(policy), WindowModel.of(tier), random)::step;
		});
	}

	/**
	 * The table of redis-cell, an hour for each of its seconds.
	 */
	@TestFactory
	Stream<DynamicTest> decidesAsRedisCell() {
		RateLimitPolicy policy = registered(Tier.of(1, HOUR).withBurst(5));
		double never = -1;
		return Stream
			.of(row("1: more than the maximum is never admitted", 0, 6, false, 5, 0, never),
					row("2: first call", 0, 1, true, 4, 1, 0), row("3: second call", 0, 1, true, 3, 2, 0),
					row("4: third call", 0, 1, true, 2, 3, 0), row("5: fourth call", 0, 1, true, 1, 4, 0),
					row("6: fifth call", 0, 1, true, 0, 5, 0), row("7: sixth call is refused", 0, 1, false, 0, 5, 1),
					row("8: at 3.0 three are back", 3.0, 1, true, 2, 3, 0),
					row("9: at 3.1 a tenth more", 0.1, 1, true, 1, 3.9, 0), row("10: at 4.0", 0.9, 1, true, 1, 4, 0),
					row("11: at 8.0 all are back", 4.0, 1, true, 4, 1, 0),
					row("12: at 9.5 no more than all", 1.5, 1, true, 4, 1, 0),
					row("13: a call that costs nothing looks", 0, 0, true, 4, 1, 0),
					row("14: a call that costs two", 0, 2, true, 2, 3, 0),
					row("15: a call that costs five is refused", 0, 5, false, 2, 3, 3))
			.map((row) -> DynamicTest.dynamicTest(row.name, () -> {
				new Aging(this.servers).pass(hours(row.later), policy, "ada");
				Decision decision = this.limits.tryAcquire(new Charge(policy.name(), "ada", row.cost));
				Quota quota = decision.quotas().get(0);
				assertThat(decision.allowed()).isEqualTo(row.allowed);
				assertThat(quota.remaining()).isEqualTo(row.remaining);
				assertThat(quota.reset()).isBetween(hours(row.reset).minus(PATIENCE), hours(row.reset));
				if (row.retry < 0) {
					assertThat(quota.retryAfter()).isEqualTo(Quota.NEVER);
				}
				else {
					assertThat(quota.retryAfter()).isBetween(hours(row.retry).minus(PATIENCE), hours(row.retry));
				}
			}));
	}

	private static Row row(String name, double later, long cost, boolean allowed, long remaining, double reset,
			double retry) {
		return new Row(name, later, cost, allowed, remaining, reset, retry);
	}

	private static Duration hours(double hours) {
		return Duration.ofMillis(Math.round(hours * HOUR.toMillis()));
	}

	private Runnable gcra(Random random, Algorithm algorithm) {
		RateLimitPolicy policy = registered(randomTier(random, algorithm));
		return new GcraWalk(this.limits, policy, watched(policy), compiled(policy).tiers[0], random)::step;
	}

	private void walk(int walks, Walk walk) {
		Rivals.race(RIVALS, Duration.ofMinutes(2), (number) -> {
			for (int i = number; i < walks; i += RIVALS) {
				Runnable step = walk.begin(new Random(i));
				for (int j = 0; j < STEPS; j++) {
					try {
						step.run();
					}
					catch (AssertionError ex) {
						throw new AssertionError("Walk %d, step %d: %s".formatted(i, j, ex.getMessage()), ex);
					}
				}
			}
			return walks;
		});
	}

	private static Tier randomTier(Random random, Algorithm algorithm) {
		if (random.nextBoolean()) {
			Tier tier = TIERS.get(random.nextInt(TIERS.size()));
			return new Tier(tier.name(), algorithm, tier.limit(), tier.period(), tier.burst());
		}
		long limit = 1 + random.nextInt(200);
		long burst = random.nextBoolean() ? limit : 1 + random.nextInt(500);
		return Tier.of(algorithm, limit, Duration.ofMillis(1 + random.nextInt(3_600_000))).withBurst(burst);
	}

	private RateLimitPolicy registered(Tier... tiers) {
		RateLimitPolicy policy = RateLimitPolicy.of("o" + NAMES.incrementAndGet(), tiers);
		this.limits.register(policy);
		return policy;
	}

	private WatchedKey watched(RateLimitPolicy policy) {
		return new WatchedKey(this.servers.client(), new Aging(this.servers).tierKeys(policy, "ada").get(0));
	}

	private static CompiledPolicy compiled(RateLimitPolicy policy) {
		return new CompiledPolicy(policy, new RateLimitKeys(new KeySpace("test")));
	}

	/**
	 * A call and what becomes of it, in hours.
	 */
	private record Row(String name, double later, long cost, boolean allowed, long remaining, double reset,
			double retry) {
	}

	/** Begins a random walk and returns its steps. */
	@FunctionalInterface
	interface Walk {

		Runnable begin(Random random);

	}

}
