package io.github.redispatterns.circuitbreaker;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

import io.github.redispatterns.circuitbreaker.CircuitBreakerConfig.Probing;
import io.github.redispatterns.circuitbreaker.CircuitBreakerConfig.Waiting;
import io.github.redispatterns.circuitbreaker.CircuitBreakerConfig.Window;
import io.github.redispatterns.circuitbreaker.CircuitBreakerConfig.WindowType;
import io.github.redispatterns.internal.AdviceOrder;
import io.github.redispatterns.internal.AutoConfigurationContract;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.aop.Advisor;
import org.springframework.core.Ordered;

import static org.assertj.core.api.Assertions.assertThat;

class CircuitBreakerAutoConfigurationTests extends AutoConfigurationContract<CircuitBreakers> {

	CircuitBreakerAutoConfigurationTests() {
		super(CircuitBreakers.class, CircuitBreakersEndpoint.class, Guarded.class, "redis-patterns.circuitbreaker.",
				CircuitBreakerAutoConfiguration.class);
	}

	@Test
	void makesBreakersOfAnnotationsAndPropertiesKnownAtStartUp() {
		String property = this.prefix + "instances.payment.sliding-window-size=10";
		startsWithoutTouchingRedis(Guarded.class, property);
		this.runner.withBean(Guarded.class)
			.withPropertyValues(property)
			.run((context) -> assertThat(context.getBean(CircuitBreakers.class).all()).extracting(CircuitBreaker::name)
				.containsExactly("guarded", "payment"));
	}

	@Test
	void hasTheDefaultsOfResilience4j() {
		this.runner.run((context) -> {
			CircuitBreakerConfig config = context.getBean(CircuitBreakers.class).get("any").config();
			assertThat(config).isEqualTo(CircuitBreakerConfig.defaults());
			io.github.resilience4j.circuitbreaker.CircuitBreakerConfig theirs = io.github.resilience4j.circuitbreaker.CircuitBreakerConfig
				.ofDefaults();
			assertThat(config.failureRateThreshold()).isEqualTo(theirs.getFailureRateThreshold());
			assertThat(config.slowCallRateThreshold()).isEqualTo(theirs.getSlowCallRateThreshold());
			assertThat(config.slowCallDurationThreshold()).isEqualTo(theirs.getSlowCallDurationThreshold());
			assertThat(config.window().size()).isEqualTo(theirs.getSlidingWindowSize());
			assertThat(config.window().minimumNumberOfCalls()).isEqualTo(theirs.getMinimumNumberOfCalls());
			assertThat(config.window().type().name()).isEqualTo(theirs.getSlidingWindowType().name());
			assertThat(config.waiting().duration().toMillis())
				.isEqualTo(theirs.getWaitIntervalFunctionInOpenState().apply(1));
			assertThat(config.probing().permittedCalls()).isEqualTo(theirs.getPermittedNumberOfCallsInHalfOpenState());
			assertThat(config.probing().maxWait()).isEqualTo(theirs.getMaxWaitDurationInHalfOpenState());
			assertThat(config.waiting().automaticTransition())
				.isEqualTo(theirs.isAutomaticTransitionFromOpenToHalfOpenEnabled());
		});
	}

	@Test
	void bindsTheVocabularyOfResilience4j() {
		String base = this.prefix + "configs.strict.";
		String instance = this.prefix + "instances.payment.";
		this.runner
			.withPropertyValues(base + "failure-rate-threshold=20", base + "slow-call-rate-threshold=30",
					base + "slow-call-duration-threshold=2s", base + "sliding-window-type=TIME_BASED",
					base + "sliding-window-size=30", base + "minimum-number-of-calls=5",
					base + "wait-duration-in-open-state=5s", base + "enable-exponential-backoff=true",
					base + "exponential-max-wait-duration-in-open-state=1m",
					base + "permitted-number-of-calls-in-half-open-state=3",
					base + "record-exceptions=java.io.IOException", instance + "base-config=strict",
					instance + "sliding-window-size=40", instance + "max-wait-duration-in-half-open-state=10s",
					instance + "automatic-transition-from-open-to-half-open-enabled=true",
					instance + "enable-randomized-wait=true", instance + "randomized-wait-factor=0.2",
					instance + "ignore-exceptions=java.lang.IllegalStateException",
					instance + "record-failure-predicate=" + Odd.class.getName(),
					instance + "record-result-predicate=" + Empty.class.getName(), instance + "min-failing-instances=2",
					instance + "flush-size=7")
			.run((context) -> {
				CircuitBreakerConfig config = context.getBean(CircuitBreakers.class).get("payment").config();
				assertThat(config.failureRateThreshold()).isEqualTo(20);
				assertThat(config.slowCallRateThreshold()).isEqualTo(30);
				assertThat(config.window()).isEqualTo(new Window(WindowType.TIME_BASED, 40, 5));
				assertThat(config.waiting())
					.isEqualTo(new Waiting(Duration.ofSeconds(5), 1.5, Duration.ofMinutes(1), 0.2, true));
				assertThat(config.probing()).isEqualTo(new Probing(3, Duration.ofSeconds(10)));
				assertThat(config.recording().recordExceptions()).isEqualTo(List.of(IOException.class));
				assertThat(config.recording().ignores(new IllegalStateException())).isTrue();
				assertThat(config.recording().records(new IOException())).isTrue();
				assertThat(config.recording().records(new RuntimeException("odd"))).isTrue();
				assertThat(config.recording().records(new RuntimeException("even"))).isFalse();
				assertThat(config.recording().recordsResult("")).isTrue();
				assertThat(config.sharing().minFailingInstances()).isEqualTo(2);
				assertThat(config.sharing().flushSize()).isEqualTo(7);
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			failure-rate-threshold                       | 0    | is 0.0 but must be above 0 and at most 100
			failure-rate-threshold                       | 101  | is 101.0 but must be above 0 and at most 100
			slow-call-rate-threshold                     | -1   | is -1.0 but must be above 0 and at most 100
			slow-call-duration-threshold                 | 0s   | is PT0S but must be from PT0.000000001S
			sliding-window-size                          | 0    | is 0 but must be from 1 to 10000
			minimum-number-of-calls                      | 0    | is 0 but must be from 1 to 1000000
			wait-duration-in-open-state                  | 0s   | is PT0S but must be from PT0.001S
			exponential-backoff-multiplier               | 0.5  | is 0.5 but must be from 1 to 1000
			randomized-wait-factor                       | 1    | is 1.0 but must be from 0 to below 1
			permitted-number-of-calls-in-half-open-state | 0    | is 0 but must be from 1 to 10000
			max-wait-duration-in-half-open-state         | -1s  | is PT-1S but must be from PT0S
			max-staleness                                | 1ms  | is PT0.001S but must be from PT0.01S to PT1M
			flush-interval                               | 2s   | is PT2S but must be at most 'max-staleness'
			flush-size                                   | 0    | is 0 but must be from 1 to 10000
			min-failing-instances                        | 0    | is 0 but must be from 1 to 1000
			probe-lease                                  | 1ms  | is PT0.001S but must be from PT0.1S to PT24H
			probe-timeout                                | 1m   | is PT1M but must be from PT0.001S to PT10S
			base-config                                  | none | is "none" but must be one of
			""")
	void namesAPropertyThatIsWrong(String property, String value, String problem) {
		for (String place : List.of("configs.strict.", "instances.payment.")) {
			this.runner.withPropertyValues(this.prefix + place + property + "=" + value)
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.hasMessageContaining("'" + this.prefix + place + property + "' " + problem));
		}
	}

	@Test
	void namesWhatIsWrongAboutTheWhole() {
		this.runner.withPropertyValues(this.prefix + "most=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'" + this.prefix + "most' is 0 but must be from 1 to 100000"));
		this.runner.withPropertyValues(this.prefix + "instance-name=a b")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'" + this.prefix + "instance-name' is \"a b\""));
		this.runner
			.withPropertyValues(this.prefix + "configs.a.base-config=b", this.prefix + "configs.b.base-config=a",
					this.prefix + "instances.x.base-config=a")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("base-config' is \"b\" but must be one that does not lead back to 'a'"));
		this.runner.withPropertyValues(this.prefix + "configs.a.record-failure-predicate=" + Private.class.getName())
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'" + this.prefix + "configs.a.record-failure-predicate' is "));
	}

	@Test
	void everyConfigurationRestsOnTheDefaultOne() {
		this.runner
			.withPropertyValues(this.prefix + "configs.default.failure-rate-threshold=10",
					this.prefix + "configs.other.slow-call-rate-threshold=20", this.prefix + "instances.x.flush-size=9")
			.run((context) -> {
				CircuitBreakers breakers = context.getBean(CircuitBreakers.class);
				assertThat(breakers.get("x").config().failureRateThreshold()).isEqualTo(10);
				assertThat(breakers.get("y").config().failureRateThreshold()).isEqualTo(10);
				assertThat(breakers.get("z", "other").config().failureRateThreshold()).isEqualTo(10);
				assertThat(breakers.get("z", "other").config().slowCallRateThreshold()).isEqualTo(20);
			});
	}

	@Test
	void advisesWhereThePropertySays() {
		this.runner.run((context) -> assertThat(orderOf(context.getBean(Advisor.class)))
			.isEqualTo(AdviceOrder.CIRCUIT_BREAKER));
		this.runner.withPropertyValues(this.prefix + "advice-order=7")
			.run((context) -> assertThat(orderOf(context.getBean(Advisor.class))).isEqualTo(7));
	}

	@Test
	void metersTellWhatHappens() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues(this.prefix + "instances.payment.sliding-window-size=2",
					this.prefix + "instances.payment.minimum-number-of-calls=2")
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				CircuitBreaker breaker = context.getBean(CircuitBreakers.class).get("payment");
				assertThat(registry.get(CircuitBreakerMeters.STATE).tag("state", "closed").gauge().value()).isOne();

				for (int i = 0; i < 2; i++) {
					breaker.failed((Permission.Permitted) breaker.tryAcquire(), Duration.ofDays(1), new IOException());
				}

				BreakersUnderTest.Circuits.await(breaker, CircuitState.OPEN);
				assertThat(breaker.tryAcquire().permitted()).isFalse();
				assertThat(registry.get(CircuitBreakerMeters.STATE).tag("state", "open").gauge().value()).isOne();
				assertThat(registry.get(CircuitBreakerMeters.FAILURE_RATE).gauge().value()).isEqualTo(100);
				assertThat(registry.get(CircuitBreakerMeters.SLOW_RATE).gauge().value()).isEqualTo(100);
				assertThat(registry.get(CircuitBreakerMeters.CALLS).tag("outcome", "both").counter().count())
					.isEqualTo(2);
				assertThat(registry.get(CircuitBreakerMeters.NOT_PERMITTED).functionCounter().count()).isOne();
				assertThat(registry.get(CircuitBreakerMeters.TRANSITIONS)
					.tags("to", "open", "made", "alone")
					.counter()
					.count()).isOne();
				Awaitility.await()
					.untilAsserted(() -> assertThat(
							registry.get(CircuitBreakerMeters.EXCHANGES).tag("outcome", "failed").counter().count())
						.isPositive());
				assertThat(registry.get(CircuitBreakerMeters.STALENESS).gauge().value()).isNotNegative();
			});
	}

	private static int orderOf(Advisor advisor) {
		return ((Ordered) advisor).getOrder();
	}

	static class Guarded {

		@DistributedCircuitBreaker(name = "guarded")
		void call() {
		}

	}

	static class Odd implements Predicate<Throwable> {

		@Override
		public boolean test(Throwable failure) {
			return "odd".equals(failure.getMessage());
		}

	}

	static class Empty implements Predicate<Object> {

		@Override
		public boolean test(Object result) {
			return "".equals(result);
		}

	}

	static class Private implements Predicate<Throwable> {

		Private(String more) {
		}

		@Override
		public boolean test(Throwable failure) {
			return false;
		}

	}

}
