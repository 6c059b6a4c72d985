package io.github.redispatterns.consumer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

import io.github.redispatterns.circuitbreaker.CircuitBreaker;
import io.github.redispatterns.circuitbreaker.CircuitBreakerAutoConfiguration;
import io.github.redispatterns.circuitbreaker.CircuitBreakers;
import io.github.redispatterns.internal.KernelAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the document on circuit breakers quotes starts, without Redis.
 */
class PaymentsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, DataRedisAutoConfiguration.class,
				KernelAutoConfiguration.class, CircuitBreakerAutoConfiguration.class))
		.withPropertyValues("spring.data.redis.client-type=jedis", "spring.data.redis.port=1")
		.withInitializer(PaymentsTests::readYaml)
		.withBean(Payments.class);

	@Test
	void everyBreakerOfTheExampleIsKnown() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(CircuitBreakers.class).all()).extracting(CircuitBreaker::name)
				.containsExactly("ledger", "payment");
			assertThat(context.getBean(CircuitBreakers.class).get("payment").config().waiting().duration())
				.isEqualTo(Duration.ofSeconds(10));
			assertThat(context.getBean(Payments.class).pay("o-1", 100).state()).isEqualTo("paid");
		});
	}

	private static void readYaml(ConfigurableApplicationContext context) {
		try {
			new YamlPropertySourceLoader()
				.load("circuitbreaker.yml", new ClassPathResource("circuitbreaker.yml", PaymentsTests.class))
				.forEach(context.getEnvironment().getPropertySources()::addLast);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
