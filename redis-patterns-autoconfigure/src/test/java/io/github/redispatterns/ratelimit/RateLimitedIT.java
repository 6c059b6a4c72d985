package io.github.redispatterns.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.redispatterns.KeyResolutionException;
import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Where the annotation may stand and what can be written in it.
 */
@RedisTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "ratelimit:tat", "ratelimit:log", "ratelimit:table" })
class RateLimitedIT {

	private RedisServers servers;

	private Instances instances;

	private LimitedBeans.Shop shop;

	private RateLimits limits;

	@BeforeAll
	void start() {
		Map<String, Object> properties = this.servers.applicationProperties("jedis");
		properties.put("redis-patterns.ratelimit.refusals.size", 0);
		properties.put("redis-patterns.ratelimit.policies.known.limit", 1);
		properties.put("redis-patterns.ratelimit.policies.known.period", "1h");
		properties.put("limit.name", "from-a-placeholder");
		properties.put("limit.period", "2h");
		this.instances = Instances.start(1, App.class, properties);
		this.shop = bean(LimitedBeans.Shop.class);
		this.limits = bean(RateLimits.class);
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	@BeforeEach
	void forgetCalls() {
		this.shop.calls().set(0);
	}

	@Test
	void limitsAMethod() {
		assertThat(this.shop.forEverybody()).isEqualTo(1);
		assertThat(this.shop.forEverybody()).isEqualTo(2);

		assertThatExceptionOfType(RateLimitExceededException.class).isThrownBy(this.shop::forEverybody)
			.withMessageContaining("Rate limit 'Shop.forEverybody' admits 2 calls in PT1H; retry after PT")
			.satisfies((ex) -> assertThat(ex.getDecision().policy()).isEqualTo("Shop.forEverybody"));
		assertThat(this.shop.calls()).hasValue(2);
	}

	@Test
	void limitsByANamedPolicy() {
		admits(1, this.shop::byPolicy);
		assertThat(this.limits.peek("known", Charge.EVERYBODY).allowed()).isFalse();
	}

	@Test
	void resolvesPlaceholders() {
		admits(1, this.shop::byPlaceholder);
		assertThat(this.limits.policies())
			.contains(RateLimitPolicy.of("from-a-placeholder", Tier.of(1, Duration.ofHours(2))));
	}

	@Test
	void limitsThroughAnotherAnnotation() {
		admits(1, () -> this.shop.byOtherAnnotation("ada"));
		admits(1, () -> this.shop.byOtherAnnotation("bob"));
	}

	@Test
	void limitsThroughAnInterface() {
		LimitedBeans.Greeter greeter = bean(LimitedBeans.Greeter.class);

		admits(2, () -> assertThat(greeter.greet("ada")).isEqualTo("Hello ada"));
		admits(2, () -> greeter.greet("bob"));
	}

	@Test
	void limitsEveryPublicMethodOfAType() {
		LimitedBeans.Everything everything = bean(LimitedBeans.Everything.class);

		admits(2, everything::one);
		admits(2, everything::other);
		admits(1, everything::rare);
		for (int i = 0; i < 5; i++) {
			assertThat(everything).hasToString("everything");
			everything.hidden();
		}
	}

	@Test
	void decidesTiersTogether() {
		admits(3, this.shop::tiers);
		assertThat(this.limits.peek("Shop.tiers", Charge.EVERYBODY).quotas()).extracting(Quota::remaining)
			.containsExactly(0L, 2L);
	}

	@Test
	void chargesSeveralKeysOrNone() {
		admits(2, () -> this.shop.userAndAll("ada"));
		assertThatExceptionOfType(RateLimitExceededException.class).isThrownBy(() -> this.shop.userAndAll("bob"))
			.satisfies((ex) -> assertThat(ex.getDecision().policy()).isEqualTo("all"));

		assertThat(this.limits.peek("user", "ada").binding().remaining()).isEqualTo(3);
		assertThat(this.limits.peek("user", "bob").binding().remaining()).isEqualTo(5);
	}

	@Test
	void evaluatesKeyAndCost() {
		LimitedBeans.Order order = new LimitedBeans.Order("ada", List.of("book", "pen", "ink", "map"));

		admits(2, () -> this.shop.order(order));
		assertThat(this.limits.peek("order", "ada").binding().remaining()).isEqualTo(2);
		this.shop.order(new LimitedBeans.Order("ada", List.of()));
		this.shop.order(new LimitedBeans.Order("bob", List.of("book")));
	}

	@Test
	void asksBeansForTheKey() {
		admits(1, () -> this.shop.byBean("ada"));
		assertThatExceptionOfType(RateLimitExceededException.class).isThrownBy(() -> this.shop.byBean("alan"));
		admits(1, () -> this.shop.byBean("bob"));
	}

	@Test
	void knowsTheMethodAndThePositionOfArguments() {
		admits(1, () -> this.shop.byMethodAndPosition("ada"));
		assertThat(this.limits.peek("Shop.byMethodAndPosition", "byMethodAndPositionada").allowed()).isFalse();
	}

	@Test
	void neverCountsNobody() {
		assertThatExceptionOfType(KeyResolutionException.class).isThrownBy(() -> this.shop.byName(null))
			.withMessageContaining("@RateLimited on Shop.byName(), 'key': \"#name\" gave null");
		assertThatExceptionOfType(KeyResolutionException.class).isThrownBy(() -> this.shop.byName(" "))
			.withMessageContaining("\"#name\" gave a blank text");
		assertThatExceptionOfType(KeyResolutionException.class).isThrownBy(() -> this.shop.byOptional(Optional.empty()))
			.withMessageContaining("gave null");
		assertThatExceptionOfType(KeyResolutionException.class).isThrownBy(() -> this.shop.byBean(""))
			.withMessageContaining("could not evaluate \"@tenants.of(#user)\"");

		assertThat(this.shop.calls()).hasValue(0);
		assertThat(this.servers.client().dbSize()).isLessThanOrEqualTo(1);
		admits(1, () -> this.shop.byName("null"));
		admits(1, () -> this.shop.byOptional(Optional.of("ada")));
		assertThat(this.limits.peek("Shop.byOptional", "ada").allowed()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "-1", "1.5", "NaN" })
	void wantsAWholeCost(double cost) {
		assertThatExceptionOfType(PatternConfigurationException.class).isThrownBy(() -> this.shop.costing(cost))
			.withMessageContaining("'cost' gave " + cost + ". It must be a whole number, 0 or more");
	}

	@Test
	void wantsANumberAsCost() {
		assertThatExceptionOfType(PatternConfigurationException.class).isThrownBy(() -> this.shop.costing("much"))
			.withMessageContaining("@RateLimited on Shop.costing(), 'cost'")
			.withMessageContaining("gave much");
		this.shop.costing(4L);
		this.shop.costing(5.0);
		assertThat(this.limits.peek("Shop.costing", "ada").allowed()).isFalse();
	}

	@Test
	void asksWhoTheUserIs() {
		LimitedBeans.CurrentUser user = bean(LimitedBeans.CurrentUser.class);
		user.become("ada");
		admits(1, this.shop::byUser);
		user.become("bob");
		admits(1, this.shop::byUser);
		user.become(null);

		assertThatExceptionOfType(KeyResolutionException.class).isThrownBy(this.shop::byUser)
			.withMessageContaining("USER");
	}

	@Test
	void saysWhoCouldTellWhoTheTenantIs() {
		assertThatExceptionOfType(KeyResolutionException.class).isThrownBy(this.shop::byTenant)
			.withMessageContaining("TENANT")
			.withMessageContaining("RateLimitKeyResolver");
	}

	@Test
	void waitsForItsTurnIfItMay() {
		for (int i = 1; i <= 3; i++) {
			assertThat(this.shop.patient()).isEqualTo(i);
		}
	}

	@Test
	void doesNotWaitForATurnThatComesTooLate() {
		this.shop.impatient();

		long start = System.nanoTime();
		assertThatExceptionOfType(RateLimitExceededException.class).isThrownBy(this.shop::impatient);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
	}

	@Test
	void onlyCountsOnTrial() {
		for (int i = 1; i <= 3; i++) {
			assertThat(this.shop.onTrial()).isEqualTo(i);
		}
	}

	@Test
	void takesAlgorithmAndOutagePolicyFromTheAnnotation() {
		admits(3, this.shop::strict);
		assertThat(this.limits.policies()).contains(new RateLimitPolicy("Shop.strict",
				List.of(Tier.of(Algorithm.SLIDING_WINDOW, 3, Duration.ofHours(1))), WhenUnavailable.CLOSED, false));
	}

	private static void admits(int times, ThrowingCallable call) {
		for (int i = 0; i < times; i++) {
			assertThat(catchThrowable(call)).isNull();
		}
		assertThatExceptionOfType(RateLimitExceededException.class).isThrownBy(call);
	}

	private <T> T bean(Class<T> type) {
		return this.instances.beans(type).get(0);
	}

	@EnableAutoConfiguration
	@Import({ LimitedBeans.Shop.class, LimitedBeans.Everything.class, LimitedBeans.PoliteGreeter.class,
			LimitedBeans.CurrentUser.class })
	static class App {

		@Bean
		LimitedBeans.Tenants tenants() {
			return new LimitedBeans.Tenants();
		}

	}

}
