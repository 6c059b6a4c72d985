package io.github.redispatterns.ratelimit;

import java.time.Duration;
import java.util.List;

import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@link RateLimits} promise, on every topology and with every driver.
 */
@RedisKeys({ "ratelimit:tat", "ratelimit:window", "ratelimit:log", "ratelimit:counter", "ratelimit:holds",
		"ratelimit:table" })
abstract class RateLimitsContract {

	RedisServers servers;

	private ConfigurableApplicationContext context;

	RateLimits limits;

	@BeforeEach
	void start() {
		this.context = new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE)
			.properties(this.servers.springProperties())
			.properties("redis-patterns.namespace=test", "spring.data.redis.client-type=" + driver())
			.run();
		this.limits = this.context.getBean(RateLimits.class);
	}

	@AfterEach
	void stop() {
		this.context.close();
	}

	abstract String driver();

	@ParameterizedTest
	@EnumSource(Algorithm.class)
	void admitsTheLimitAndThenRefuses(Algorithm algorithm) {
		this.limits.register(RateLimitPolicy.of("p", Tier.of(algorithm, 5, Duration.ofMinutes(1))));

		for (int i = 4; i >= 0; i--) {
			Decision decision = this.limits.tryAcquire("p", "ada");
			assertThat(decision.allowed()).isTrue();
			assertThat(decision.binding().remaining()).isEqualTo(i);
		}
		Decision refused = this.limits.tryAcquire("p", "ada");

		assertThat(refused).isInstanceOf(Decision.Refused.class);
		assertThat(((Decision.Refused) refused).retryAfter()).isPositive().isLessThanOrEqualTo(Duration.ofMinutes(2));
		assertThat(this.limits.tryAcquire("p", "bob").allowed()).isTrue();
	}

	@Test
	void consumesNothingWhenAnyTierRefuses() {
		this.limits.register(RateLimitPolicy.of("tiers", Tier.of(Algorithm.FIXED_WINDOW, 2, Duration.ofSeconds(30)),
				Tier.of(10, Duration.ofMinutes(1)), Tier.of(Algorithm.SLIDING_WINDOW, 100, Duration.ofHours(1)),
				Tier.of(Algorithm.SLIDING_WINDOW_COUNTER, 100, Duration.ofDays(1))));

		List<Boolean> allowed = java.util.stream.IntStream.range(0, 6)
			.mapToObj((i) -> this.limits.tryAcquire("tiers", "ada").allowed())
			.toList();

		assertThat(allowed).containsExactly(true, true, false, false, false, false);
		assertThat(this.limits.peek("tiers", "ada").quotas()).extracting(Quota::remaining)
			.containsExactly(0L, 8L, 98L, 98L);
	}

	@ParameterizedTest
	@EnumSource(Algorithm.class)
	void givesACancelledReservationBack(Algorithm algorithm) {
		this.limits.register(RateLimitPolicy.of("p", Tier.of(algorithm, 2, Duration.ofMinutes(1))));

		try (Reservation kept = this.limits.reserve(Charge.of("p", "ada"))) {
			kept.commit();
		}
		try (Reservation left = this.limits.reserve(Charge.of("p", "ada"))) {
			assertThat(left.decision().allowed()).isTrue();
			assertThat(this.limits.peek("p", "ada").allowed()).isFalse();
		}

		assertThat(this.limits.peek("p", "ada").binding().remaining()).isEqualTo(1);
	}

	@Test
	void followsAnOverrideAndAReset() {
		this.limits.register(RateLimitPolicy.of("p", Tier.of(2, Duration.ofMinutes(1))));

		this.limits.override(new LimitOverride("p", null, "ada", 4, Duration.ofMinutes(5)));

		assertThat(this.limits.tryAcquire(new Charge("p", "ada", 4)).allowed()).isTrue();
		assertThat(this.limits.tryAcquire("p", "ada").allowed()).isFalse();
		this.limits.reset("p", "ada");
		assertThat(this.limits.tryAcquire("p", "ada").binding().remaining()).isEqualTo(3);
		assertThat(this.limits.tryAcquire(new Charge("p", "bob", 3)).allowed()).isFalse();
	}

	@EnableAutoConfiguration
	static class App {

	}

}
