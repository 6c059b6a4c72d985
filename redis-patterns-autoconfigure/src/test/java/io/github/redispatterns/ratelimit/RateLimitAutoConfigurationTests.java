package io.github.redispatterns.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.github.redispatterns.internal.AdviceOrder;
import io.github.redispatterns.internal.KernelAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.aop.Advisor;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.Ordered;

import static org.assertj.core.api.Assertions.assertThat;

class RateLimitAutoConfigurationTests {

	private static final String PREFIX = "redis-patterns.ratelimit.";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, AopAutoConfiguration.class,
				KernelAutoConfiguration.class, RateLimitAutoConfiguration.class))
		.withPropertyValues("spring.data.redis.client-type=jedis", "spring.data.redis.port=1");

	@Test
	void configuresRateLimitsWithoutTouchingRedis() {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		this.runner.withBean(Limited.class).run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(RateLimits.class);
			assertThat(AopUtils.isCglibProxy(context.getBean(Limited.class))).isTrue();
			assertThat(Thread.getAllStackTraces().keySet()).filteredOn((thread) -> !before.contains(thread))
				.extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith("redis-patterns-"));
		});
	}

	@Test
	void backsOffWhenTheUserDefinesOne() {
		RateLimits own = Mockito.mock(RateLimits.class);
		this.runner.withBean(RateLimits.class, () -> own)
			.run((context) -> assertThat(context).getBean(RateLimits.class).isSameAs(own));
	}

	@Test
	void isSwitchedOffByItsProperty() {
		this.runner.withPropertyValues(PREFIX + "enabled=false").withBean(Limited.class).run((context) -> {
			assertThat(context).hasNotFailed()
				.doesNotHaveBean(RateLimits.class)
				.doesNotHaveBean(RateLimitedInterceptor.class);
			assertThat(AopUtils.isAopProxy(context.getBean(Limited.class))).isFalse();
		});
	}

	@Test
	void isSwitchedOffWithAllPatterns() {
		this.runner.withPropertyValues("redis-patterns.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RateLimits.class));
	}

	@Test
	void isNotThereWithoutRedis() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(KernelAutoConfiguration.class, RateLimitAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.data.redis"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RateLimits.class));
	}

	@Test
	void worksWithoutActuatorReactorAndAspectj() {
		this.runner
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate", "reactor", "org.aspectj"))
			.withPropertyValues("spring.data.redis.lettuce.pool.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(RateLimits.class)
				.doesNotHaveBean(RateLimitsEndpoint.class));
	}

	@Test
	void bindsPolicies() {
		this.runner
			.withPropertyValues(PREFIX + "when-unavailable=closed", PREFIX + "policies.login.limit=5",
					PREFIX + "policies.login.period=1m", PREFIX + "policies.login.algorithm=sliding-window",
					PREFIX + "policies.api.when-unavailable=local", PREFIX + "policies.api.shadow=true",
					PREFIX + "policies.api.tiers[0].limit=10", PREFIX + "policies.api.tiers[0].period=1s",
					PREFIX + "policies.api.tiers[0].burst=20", PREFIX + "policies.api.tiers[1].limit=1000",
					PREFIX + "policies.api.tiers[1].period=1h", PREFIX + "policies.api.tiers[1].name=hourly",
					PREFIX + "policies.api.tiers[1].algorithm=sliding-window-counter")
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
		this.runner.withPropertyValues(PREFIX + "advice-order=7")
			.run((context) -> assertThat(orderOf(context.getBean(Advisor.class))).isEqualTo(7));
	}

	@Test
	void registersMetersOfEveryPolicyAtOnce() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues(PREFIX + "policies.login.limit=5", PREFIX + "policies.login.period=1m")
			.run((context) -> assertThat(context.getBean(MeterRegistry.class)
				.find(RateLimitMeters.DECISIONS)
				.tag("policy", "login")
				.meters()).hasSize(12));
	}

	@Test
	void hasTheEndpointWhereItIsExposed() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=redisratelimits")
			.run((context) -> assertThat(context).hasSingleBean(RateLimitsEndpoint.class));
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(RateLimitsEndpoint.class));
		this.runner
			.withPropertyValues("management.endpoints.web.exposure.include=redisratelimits",
					"management.endpoint.redisratelimits.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(RateLimitsEndpoint.class));
	}

	@Test
	void hasNoEndpointWithoutActuator() {
		this.runner.withClassLoader(new FilteredClassLoader(ConditionalOnAvailableEndpoint.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RateLimitsEndpoint.class));
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
