package io.github.redispatterns.ratelimit;

import java.time.Duration;
import java.util.List;

import io.github.redispatterns.internal.AdviceOrder;
import io.github.redispatterns.internal.AutoConfigurationContract;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.aop.Advisor;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.Ordered;

import static org.assertj.core.api.Assertions.assertThat;

class RateLimitAutoConfigurationTests extends AutoConfigurationContract<RateLimits> {

	RateLimitAutoConfigurationTests() {
		super(RateLimits.class, RateLimitsEndpoint.class, Limited.class, "redis-patterns.ratelimit.",
				RateLimitAutoConfiguration.class);
	}

	@Test
	void bindsPolicies() {
		this.runner
			.withPropertyValues(this.prefix + "when-unavailable=closed", this.prefix + "policies.login.limit=5",
					this.prefix + "policies.login.period=1m", this.prefix + "policies.login.algorithm=sliding-window",
					this.prefix + "policies.api.when-unavailable=local", this.prefix + "policies.api.shadow=true",
					this.prefix + "policies.api.tiers[0].limit=10", this.prefix + "policies.api.tiers[0].period=1s",
					this.prefix + "policies.api.tiers[0].burst=20", this.prefix + "policies.api.tiers[1].limit=1000",
					this.prefix + "policies.api.tiers[1].period=1h", this.prefix + "policies.api.tiers[1].name=hourly",
					this.prefix + "policies.api.tiers[1].algorithm=sliding-window-counter")
			.run((context) -> assertThat(context.getBean(RateLimits.class).policies()).containsExactly(
					new RateLimitPolicy("api",
							List.of(Tier.of(10, Duration.ofSeconds(1)).withBurst(20),
									new Tier("hourly", Algorithm.SLIDING_WINDOW_COUNTER, 1000, Duration.ofHours(1),
											1000)),
							WhenUnavailable.LOCAL, true),
					new RateLimitPolicy("login", List.of(Tier.of(Algorithm.SLIDING_WINDOW, 5, Duration.ofMinutes(1))),
							WhenUnavailable.CLOSED, false)));
	}

	@Test
	void hasDefaultsThatAreSafe() {
		this.runner.run((context) -> {
			RateLimitProperties properties = context.getBean(RateLimitProperties.class);
			assertThat(properties.whenUnavailable()).isEqualTo(WhenUnavailable.OPEN);
			assertThat(properties.refusals())
				.isEqualTo(new RateLimitProperties.Refusals(10_000, Duration.ofMinutes(1)));
			assertThat(properties.local()).isEqualTo(new RateLimitProperties.Local(1, 10_000));
			assertThat(properties.reservationHold()).isEqualTo(Duration.ofMinutes(1));
			assertThat(properties.refreshInterval()).isEqualTo(Duration.ofSeconds(5));
		});
	}

	@Test
	void makesThePoliciesOfAnnotationsKnownAtStartUp() {
		this.runner.withBean(Limited.class)
			.withPropertyValues("period=2m")
			.run((context) -> assertThat(context.getBean(RateLimits.class).policies())
				.containsExactly(new RateLimitPolicy("Limited.call", List.of(Tier.of(5, Duration.ofMinutes(2))),
						WhenUnavailable.OPEN, false)));
	}

	@Test
	void looksBehindProxiesOfInterfaces() {
		this.runner.withBean(LimitedBeans.PoliteGreeter.class)
			.withPropertyValues("spring.aop.proxy-target-class=false")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(AopUtils.isJdkDynamicProxy(context.getBean(LimitedBeans.Greeter.class))).isTrue();
				assertThat(context.getBean(RateLimits.class).policies()).extracting(RateLimitPolicy::name)
					.containsExactly("PoliteGreeter.greet");
			});
	}

	@Test
	void knowsOnlyTheOverridingMethod() {
		this.runner.withBean(MoreLimited.class)
			.run((context) -> assertThat(context.getBean(RateLimits.class).policies())
				.containsExactly(RateLimitPolicy.of("MoreLimited.call", Tier.of(1, Duration.ofHours(1)))));
	}

	@Test
	void limitsNeitherStaticMethodsNorThoseOfObjectBecauseOfTheirType() {
		this.runner.withBean(LimitedType.class)
			.run((context) -> assertThat(context.getBean(RateLimits.class).policies()).extracting(RateLimitPolicy::name)
				.containsExactly("LimitedType.call"));
	}

	@Test
	void advisesWhereThePropertySays() {
		this.runner
			.run((context) -> assertThat(orderOf(context.getBean(Advisor.class))).isEqualTo(AdviceOrder.RATE_LIMITED));
		this.runner.withPropertyValues(this.prefix + "advice-order=7")
			.run((context) -> assertThat(orderOf(context.getBean(Advisor.class))).isEqualTo(7));
	}

	@Test
	void registersMetersOfEveryPolicyAtOnce() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues(this.prefix + "policies.login.limit=5", this.prefix + "policies.login.period=1m")
			.run((context) -> assertThat(context.getBean(MeterRegistry.class)
				.find(RateLimitMeters.DECISIONS)
				.tag("policy", "login")
				.meters()).hasSize(12));
	}

	private static int orderOf(Advisor advisor) {
		return ((Ordered) advisor).getOrder();
	}

	static class Limited {

		@RateLimited(limit = 5, period = "${period:1m}")
		void call() {
		}

	}

	static class MoreLimited extends Limited {

		@Override
		@RateLimited(limit = 1, period = "1h")
		void call() {
		}

	}

	@RateLimited(limit = 1, period = "1h")
	public static class LimitedType {

		public static LimitedType create() {
			return new LimitedType();
		}

		public void call() {
		}

		@Override
		public final String toString() {
			return "limited";
		}

	}

}
