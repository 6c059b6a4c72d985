package io.github.redispatterns.ratelimit;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import com.sun.management.ThreadMXBean;
import io.github.redispatterns.support.CommandCounter;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RunningInstances.Starter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Commands that each operation sends, which the documentation states.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "ratelimit:tat", "ratelimit:window", "ratelimit:log", "ratelimit:counter", "ratelimit:holds",
		"ratelimit:table" })
abstract class RateLimitCommandsContract {

	private static final AtomicInteger NAMES = new AtomicInteger();

	private static final Duration HOUR = Duration.ofHours(1);

	RedisServers servers;

	private Instances instances;

	private RateLimits limits;

	abstract String driver();

	@BeforeAll
	void start() {
		this.instances = start("1h");
		this.limits = this.instances.beans(RateLimits.class).get(0);
		// overrides are read once an hour: now
		String policy = policy(Tier.of(1, HOUR));
		try (CommandCounter counter = CommandCounter.on(this.servers)) {
			this.limits.tryAcquire(policy, "ada");
			Awaitility.await().until(() -> counter.counts().containsKey("hgetall"));
		}
	}

	private Instances start(String refreshInterval) {
		Map<String, Object> properties = this.servers.applicationProperties(driver());
		properties.put("redis-patterns.ratelimit.refresh-interval", refreshInterval);
		return Instances.start(1, Starter.class, properties);
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void decisionIsOneCommandWhateverTheNumberOfTiers(int count) {
		String policy = policy(IntStream.rangeClosed(1, count)
			.mapToObj((i) -> Tier.of(Algorithm.values()[i % 5], 100, Duration.ofMinutes(i)))
			.toArray(Tier[]::new));

		assertThat(commands(() -> {
			this.limits.tryAcquire(policy, "ada");
			this.limits.tryAcquire(new Charge(policy, "ada", 5));
			this.limits.tryAcquire(new Charge(policy, "ada", 0));
		})).isEqualTo(3);
	}

	@ParameterizedTest
	@EnumSource(Algorithm.class)
	void refusalIsOneCommandAndNoneWhileItLasts(Algorithm algorithm) {
		String policy = policy(Tier.of(algorithm, 2, HOUR));
		this.limits.tryAcquire(new Charge(policy, "ada", 2));

		assertThat(commands(() -> this.limits.tryAcquire(policy, "ada"))).isEqualTo(1);
		assertThat(commands(() -> {
			for (int i = 0; i < 1_000; i++) {
				assertThat(this.limits.tryAcquire(policy, "ada").allowed()).isFalse();
			}
		})).isZero();
	}

	@Test
	void severalKeysAreOneCommandEach() {
		List<Charge> charges = List.of(Charge.of(policy(Tier.of(9, HOUR)), "ada"),
				Charge.of(policy(Tier.of(1, HOUR)), "*"));

		assertThat(commands(() -> this.limits.tryAcquire(charges))).isEqualTo(2);
	}

	@Test
	void aRefusedSecondKeyIsOneRefundMoreAndNothingWhileItLasts() {
		List<Charge> charges = List.of(Charge.of(policy(Tier.of(9, HOUR)), "ada"),
				Charge.of(policy(Tier.of(1, HOUR)), "*"));
		this.limits.tryAcquire(charges);

		assertThat(commands(() -> assertThat(this.limits.tryAcquire(charges).allowed()).isFalse())).isEqualTo(3);
		assertThat(commands(() -> {
			for (int i = 0; i < 1_000; i++) {
				assertThat(this.limits.tryAcquire(charges).allowed()).isFalse();
			}
		})).isZero();
	}

	@Test
	void reservationIsOneCommandAndItsSettlementAnother() {
		String policy = policy(Tier.of(5, HOUR), Tier.of(Algorithm.FIXED_WINDOW, 9, HOUR.multipliedBy(2)));

		assertThat(commands(() -> this.limits.reserve(Charge.of(policy, "ada")))).isEqualTo(1);
		assertThat(commands(() -> this.limits.reserve(Charge.of(policy, "ada")).commit())).isEqualTo(2);
		assertThat(commands(() -> {
			try (Reservation reservation = this.limits.reserve(Charge.of(policy, "ada"))) {
				reservation.cancel();
				reservation.commit();
			}
		})).isEqualTo(2);
		assertThat(commands(() -> this.limits.reserve(new Charge(policy, "ada", 9)).close())).isEqualTo(1);
	}

	@Test
	void lookingAndGivingBackAreOneCommand() {
		String policy = policy(Tier.of(5, HOUR), Tier.of(9, HOUR.multipliedBy(2)));

		assertThat(commands(() -> this.limits.peek(policy, "ada"))).isEqualTo(1);
		assertThat(commands(() -> this.limits.refund(Charge.of(policy, "ada")))).isEqualTo(1);
		assertThat(commands(() -> this.limits.refund(new Charge(policy, "ada", 0)))).isZero();
	}

	@Test
	void resetAndOverrideAlsoTellTheOtherInstances() {
		String policy = policy(Tier.of(5, HOUR));

		assertThat(commands(() -> this.limits.reset(policy, "ada"))).isEqualTo(2);
		assertThat(commands(() -> this.limits.override(new LimitOverride(policy, null, null, 9, HOUR)))).isEqualTo(2);
		assertThat(commands(this.limits::overrides)).isEqualTo(1);
		assertThat(commands(() -> this.limits.tryAcquire(policy, "ada"))).isEqualTo(1);
	}

	@Test
	void overridesAreReadAtMostOncePerInterval() {
		Duration interval = Duration.ofMillis(200);
		try (Instances often = start(interval.toMillis() + "ms");
				CommandCounter counter = CommandCounter.on(this.servers)) {
			RateLimits limits = often.beans(RateLimits.class).get(0);
			limits.register(RateLimitPolicy.of("often", Tier.of(1_000_000, HOUR)));
			long start = System.nanoTime();
			Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> {
				limits.tryAcquire("often", "ada");
				return System.nanoTime() - start > interval.multipliedBy(5).toNanos()
						&& counter.counts().getOrDefault("hgetall", 0L) > 1;
			});
			long reads = counter.counts().get("hgetall");

			assertThat(reads).isLessThanOrEqualTo((System.nanoTime() - start) / interval.toNanos() + 1);
		}
	}

	@Test
	void aForgottenScriptIsOneCommandMore() {
		String policy = policy(Tier.of(5, HOUR));
		this.limits.tryAcquire(policy, "ada");

		this.servers.faults().flushScripts();

		assertThat(CommandCounter.counting(this.servers, () -> this.limits.tryAcquire(policy, "ada")))
			.hasToString("{eval=1, evalsha=1}");
		assertThat(CommandCounter.counting(this.servers, () -> this.limits.tryAcquire(policy, "ada")))
			.hasToString("{evalsha=1}");
	}

	@Test
	void anAllowedCallLeavesLittleGarbage() {
		String policy = policy(Tier.of(1_000_000, HOUR));
		take(policy, 3_000);

		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadAllocatedBytes();
		take(policy, 1_000);
		long perCall = (threads.getCurrentThreadAllocatedBytes() - before) / 1_000;

		assertThat(perCall).isLessThan(garbage());
	}

	/**
	 * Generous: what is lost is an order of magnitude, not a byte.
	 */
	private int garbage() {
		return driver().equals("jedis") ? 4_000 : 16_000;
	}

	private void take(String policy, int times) {
		for (int i = 0; i < times; i++) {
			this.limits.tryAcquire(policy, "ada");
		}
	}

	private long commands(Runnable work) {
		Map<String, Long> sent = CommandCounter.counting(this.servers, work);
		// a script that the server meets for the first time is another test's concern
		sent.remove("eval");
		return sent.values().stream().mapToLong(Long::longValue).sum();
	}

	private String policy(Tier... tiers) {
		RateLimitPolicy policy = RateLimitPolicy.of("c" + NAMES.incrementAndGet(), tiers);
		this.limits.register(policy);
		return policy.name();
	}

}
