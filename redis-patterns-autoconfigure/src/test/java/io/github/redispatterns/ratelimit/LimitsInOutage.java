package io.github.redispatterns.ratelimit;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.internal.Availability;
import io.github.redispatterns.support.Instances;
import org.awaitility.Awaitility;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application that goes through an outage, with a policy of each kind.
 */
final class LimitsInOutage implements AutoCloseable {

	static final Duration TIMEOUT = Duration.ofMillis(500);

	/**
	 * A call may wait for a turn, for a connection and for a reply, on a busy machine.
	 */
	static final Duration LONGEST_CALL = TIMEOUT.multipliedBy(12);

	private static final int CALLS = 10_000;

	private static final Duration HOUR = Duration.ofHours(1);

	private static final AtomicInteger KEYS = new AtomicInteger();

	private final Instances instances;

	private final ApplicationContext context;

	private final RateLimits limits;

	LimitsInOutage(Map<String, Object> redis, String driver) {
		Map<String, Object> properties = new HashMap<>(redis);
		properties.put("spring.data.redis.client-type", driver);
		properties.put("spring.data.redis.timeout", TIMEOUT.toMillis() + "ms");
		properties.put("spring.data.redis.connect-timeout", TIMEOUT.toMillis() + "ms");
		properties.put("spring.data.redis.jedis.pool.max-wait", TIMEOUT.toMillis() + "ms");
		properties.put("spring.data.redis.lettuce.shutdown-timeout", "0");
		properties.put("redis-patterns.namespace", "test");
		properties.put("redis-patterns.availability.probe-interval", "20ms");
		this.instances = Instances.start(1, App.class, properties);
		this.context = this.instances.get(0);
		this.limits = this.context.getBean(RateLimits.class);
		for (WhenUnavailable when : WhenUnavailable.values()) {
			Tier tier = Tier.of((when == WhenUnavailable.LOCAL) ? 10 : 1_000_000, HOUR);
			this.limits.register(RateLimitPolicy.of(when.name(), tier).withWhenUnavailable(when));
		}
		this.limits.register(
				RateLimitPolicy.of("SHADOW", Tier.of(1, HOUR)).withWhenUnavailable(WhenUnavailable.CLOSED).asShadow());
	}

	RateLimits limits() {
		return this.limits;
	}

	List<RateLimitEvent> events() {
		return this.context.getBean(Events.class).heard;
	}

	Decision ask(WhenUnavailable policy, String key) {
		return this.limits.tryAcquire(policy.name(), key);
	}

	/**
	 * Wait until calls are no longer attempted.
	 * @param key a key that is on a lost server
	 */
	void awaitOutage(String key) {
		Awaitility.await().until(() -> {
			ask(WhenUnavailable.CLOSED, key);
			return !this.context.getBean(Availability.class).isAvailable();
		});
	}

	/** Wait until Redis decides again, for every key. */
	void awaitRecovery(String... keys) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> this.context.getBean(Availability.class).isAvailable() && Arrays.stream(keys)
				.allMatch((key) -> ask(WhenUnavailable.CLOSED, key).source() == Decision.Source.REDIS));
	}

	/** What every policy does while Redis cannot decide. */
	void followsItsPolicies() {
		String key = "key-" + KEYS.incrementAndGet();
		assertThat(ask(WhenUnavailable.OPEN, key))
			.isEqualTo(new Decision.Allowed("OPEN", List.of(), Decision.Source.UNAVAILABLE, false));
		assertThat(ask(WhenUnavailable.CLOSED, key))
			.isEqualTo(new Decision.Refused("CLOSED", List.of(), Decision.Source.UNAVAILABLE, Duration.ofSeconds(1)));
		assertThat(this.limits.tryAcquire("SHADOW", key))
			.isEqualTo(new Decision.Allowed("SHADOW", List.of(), Decision.Source.UNAVAILABLE, true));
		limitsLocally(key);
		givesBackLocally(key + "-back");
		assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(() -> this.limits.peek("OPEN", key));
		assertThatExceptionOfType(RedisUnavailableException.class)
			.isThrownBy(() -> this.limits.refund(Charge.of("OPEN", key)));
		assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(() -> this.limits.reset("OPEN", key));
		assertThatExceptionOfType(RedisUnavailableException.class)
			.isThrownBy(() -> this.limits.override(new LimitOverride("OPEN", null, null, 5, HOUR)));
		assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(this.limits::overrides);
	}

	private void limitsLocally(String key) {
		for (int i = 9; i >= 0; i--) {
			Decision decision = ask(WhenUnavailable.LOCAL, key);
			assertThat(decision).isInstanceOf(Decision.Allowed.class);
			assertThat(decision.source()).isEqualTo(Decision.Source.LOCAL);
			assertThat(decision.binding().remaining()).isEqualTo(i);
		}
		Decision.Refused refused = (Decision.Refused) ask(WhenUnavailable.LOCAL, key);
		assertThat(refused.source()).isEqualTo(Decision.Source.LOCAL);
		assertThat(refused.retryAfter()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
		assertThat(((Decision.Refused) this.limits.tryAcquire(new Charge("LOCAL", key + "-large", 11))).retryAfter())
			.isEqualTo(Quota.NEVER);
	}

	private void givesBackLocally(String key) {
		try (Reservation reservation = this.limits.reserve(new Charge("LOCAL", key, 9))) {
			assertThat(reservation.decision().allowed()).isTrue();
		}
		assertThat(this.limits.tryAcquire(List.of(new Charge("LOCAL", key, 9), Charge.of("CLOSED", key))).allowed())
			.isFalse();
		assertThat(this.limits.tryAcquire(new Charge("LOCAL", key, 10)).allowed()).isTrue();
	}

	/** Decisions that Redis is not asked for take no time worth mentioning. */
	void decidesAtOnce() {
		long[] nanos = new long[CALLS];
		for (int i = 0; i < CALLS; i++) {
			long start = System.nanoTime();
			ask(WhenUnavailable.values()[i % 3], "fast");
			nanos[i] = System.nanoTime() - start;
		}
		Arrays.sort(nanos);
		assertThat(Duration.ofNanos(nanos[CALLS * 99 / 100])).isLessThan(Duration.ofMillis(1));
	}

	@Override
	public void close() {
		this.instances.close();
	}

	@EnableAutoConfiguration
	static class App {

		@Bean
		Events events() {
			return new Events();
		}

	}

	/** Remembers what was published. */
	static class Events {

		private final List<RateLimitEvent> heard = new CopyOnWriteArrayList<>();

		@EventListener({ RateLimitEvent.Degraded.class, RateLimitEvent.Restored.class })
		void on(RateLimitEvent event) {
			this.heard.add(event);
		}

	}

}
