package io.github.redispatterns.consumer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

import io.github.redispatterns.internal.KernelAutoConfiguration;
import io.github.redispatterns.lock.LockAutoConfiguration;
import io.github.redispatterns.lock.LockProperties;
import io.github.redispatterns.lock.advice.LockAdviceAutoConfiguration;
import io.github.redispatterns.ratelimit.RateLimitAutoConfiguration;
import io.github.redispatterns.ratelimit.RateLimitPolicy;
import io.github.redispatterns.ratelimit.RateLimits;
import io.github.redispatterns.ratelimit.web.RateLimitWebAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the documents quote starts, without Redis.
 */
class ConsumerTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, DataRedisAutoConfiguration.class,
				KernelAutoConfiguration.class, LockAutoConfiguration.class, LockAdviceAutoConfiguration.class,
				RateLimitAutoConfiguration.class, RateLimitWebAutoConfiguration.class))
		.withInitializer(ConsumerTests::readYaml)
		.withBean(Shop.class)
		.withBean(Downloads.class)
		.withBean(Warehouse.class)
		.withBean(Ledger.class)
		.withBean(HeaderTenants.class, () -> new HeaderTenants(() -> "acme"));

	@Test
	void everyPolicyOfTheExampleIsKnown() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(RateLimits.class).policies()).extracting(RateLimitPolicy::name)
				.containsExactly("Shop.callPartner", "Shop.ping", "Shop.quote", "api", "download", "login", "ping");
		});
	}

	@Test
	void everyLockOfTheExamplesIsAccepted() {
		this.runner.run((context) -> {
			assertThat(AopUtils.isAopProxy(context.getBean(Warehouse.class))).isTrue();
			assertThat(context).hasSingleBean(Ledger.class);
			LockProperties settings = context.getBean(LockProperties.class);
			assertThat(settings.lease()).isEqualTo(Duration.ofSeconds(20));
			assertThat(settings.named()).containsOnlyKeys("nightly-report");
			assertThat(settings.quorum().servers()).hasSize(3);
		});
	}

	private static void readYaml(ConfigurableApplicationContext context) {
		try {
			for (String file : List.of("ratelimit.yml", "http.yml", "lock.yml")) {
				new YamlPropertySourceLoader().load(file, new ClassPathResource(file, ConsumerTests.class))
					.forEach(context.getEnvironment().getPropertySources()::addLast);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
