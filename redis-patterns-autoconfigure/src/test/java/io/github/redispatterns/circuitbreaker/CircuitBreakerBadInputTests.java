package io.github.redispatterns.circuitbreaker;

import java.time.Duration;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.circuitbreaker.CircuitBreakerConfig.WindowType;
import io.github.redispatterns.internal.KernelAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is wrong is said where it is wrong, with its value and what is allowed; the bounds
 * are those of Resilience4j's {@code CircuitBreakerConfigTest}.
 */
class CircuitBreakerBadInputTests {

	private static final String PREFIX = "redis-patterns.circuitbreaker.";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, AopAutoConfiguration.class,
				KernelAutoConfiguration.class, CircuitBreakerAutoConfiguration.class))
		.withPropertyValues("spring.data.redis.client-type=jedis", "spring.data.redis.port=1",
				PREFIX + "configs.small.sliding-window-size=1", PREFIX + "most=3");

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					BlankName            | call() , 'name' is blank
					UnknownConfiguration | call() 'configuration' is "none" but must be one of redis-patterns.circuitbreaker.configs, which are [small]
					TwoConfigurations    | Circuit breaker 'a' is known with another configuration
					UnknownFallback      | call(), 'fallback' names the method "none", which UnknownFallback does not have. It is to be String none(int, Throwable).
					PrivateFallback      | call(), 'fallback' names PrivateFallback.instead(Throwable), which is private. Make it at least package-private.
					WrongParameters      | call(), 'fallback' names WrongParameters.instead(String, Throwable), whose parameters are not those of the guarded method. It is to be String instead(int, Throwable).
					NoException          | call(), 'fallback' names NoException.instead(), whose parameters are not those of the guarded method
					WrongReturnType      | call(), 'fallback' names WrongReturnType.instead(IOException), which returns int. It is to be String instead(Throwable).
					UnknownBean          | call(), 'fallback' names the bean "nobody", which does not exist
					PrivateMethod        | call() is private, so no proxy can see its calls
					CallsItself          | call() is called by other() of the same class, which goes past the proxy
					""")
	void refusesToStart(String bean, String problem) throws Exception {
		Class<?> type = ClassUtils.forName(BadlyGuarded.class.getName() + "$" + bean, null);
		this.runner.withBean(type)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(PatternConfigurationException.class)
				.hasMessageContaining("@DistributedCircuitBreaker on " + bean + ".")
				.hasMessageContaining(problem.replace(" ,", ",")));
	}

	@Test
	void knowsOneConfigurationForAName() {
		this.runner.run((context) -> {
			CircuitBreakers breakers = context.getBean(CircuitBreakers.class);
			CircuitBreaker breaker = breakers.get("a");

			assertThat(breakers.get("a")).isSameAs(breaker);
			assertThat(breakers.get("a", CircuitBreakerConfig.defaults())).isSameAs(breaker);
			assertThatExceptionOfType(PatternConfigurationException.class)
				.isThrownBy(() -> breakers.get("a", CircuitBreakerConfig.defaults().withFailureRateThreshold(1)))
				.withMessage(
						"Circuit breaker 'a' is known with another configuration. " + "Give one of them another name.");
			assertThatExceptionOfType(PatternConfigurationException.class).isThrownBy(() -> breakers.get("b", "none"))
				.withMessageContaining("'configuration' is \"none\" but must be one of");
			assertThatExceptionOfType(PatternConfigurationException.class).isThrownBy(() -> breakers.get(" "))
				.withMessageContaining("'name' is \" \"");
		});
	}

	@Test
	void hasOnlySoManyBreakers() {
		this.runner.run((context) -> {
			CircuitBreakers breakers = context.getBean(CircuitBreakers.class);
			breakers.get("a");
			breakers.get("b");
			breakers.get("c");

			assertThatExceptionOfType(PatternConfigurationException.class).isThrownBy(() -> breakers.get("d"))
				.withMessage("Circuit breaker 'd' would be one more than the 3 that "
						+ "'redis-patterns.circuitbreaker.most' allows. "
						+ "Name breakers after what they protect, never after users or keys.");
			assertThat(breakers.all()).hasSize(3);
		});
	}

	@Test
	void boundsConfigurationsMadeInCode() {
		CircuitBreakerConfig config = CircuitBreakerConfig.defaults();

		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> config.withFailureRateThreshold(0))
			.withMessageContaining("'failure-rate-threshold' is 0.0");
		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> config.withSlowCalls(101, Duration.ofSeconds(1)))
			.withMessageContaining("'slow-call-rate-threshold' is 101.0");
		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> config.withWindow(WindowType.COUNT_BASED, 10_001, 1))
			.withMessageContaining("'sliding-window-size' is 10001 but must be from 1 to 10000");
		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> config.withWindow(WindowType.TIME_BASED, 86_401, 1))
			.withMessageContaining("'sliding-window-size' is 86401 but must be from 1 to 86400");
	}

	@Test
	void aCountWindowNeedsNoMoreCallsThanItHolds() {
		assertThat(CircuitBreakerConfig.defaults().withWindow(WindowType.COUNT_BASED, 5, 100).window().minimum())
			.isEqualTo(5);
		assertThat(CircuitBreakerConfig.defaults().withWindow(WindowType.TIME_BASED, 5, 100).window().minimum())
			.isEqualTo(100);
	}

	@Test
	void aLongTimeWindowHasAtMostSixtyBuckets() {
		CircuitBreakerConfig config = CircuitBreakerConfig.defaults();

		assertThat(config.withWindow(WindowType.TIME_BASED, 60, 1).window().bucketMillis()).isEqualTo(1_000);
		assertThat(config.withWindow(WindowType.TIME_BASED, 60, 1).window().slots()).isEqualTo(60);
		assertThat(config.withWindow(WindowType.TIME_BASED, 3_600, 1).window().bucketMillis()).isEqualTo(60_000);
		assertThat(config.withWindow(WindowType.TIME_BASED, 3_600, 1).window().slots()).isEqualTo(60);
	}

}
