package io.github.redispatterns.lock.integration;

import io.github.redispatterns.internal.KernelAutoConfiguration;
import io.github.redispatterns.lock.LockAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.integration.support.locks.DefaultLockRegistry;
import org.springframework.integration.support.locks.ExpirableLockRegistry;
import org.springframework.integration.support.locks.LockRegistry;
import org.springframework.integration.support.locks.RenewableLockRegistry;

import static org.assertj.core.api.Assertions.assertThat;

class IntegrationLockAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, KernelAutoConfiguration.class,
				LockAutoConfiguration.class, IntegrationLockAutoConfiguration.class))
		.withPropertyValues("spring.data.redis.client-type=jedis", "spring.data.redis.port=1");

	@Test
	void configuresARegistryOfTheWholeFamily() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(LockRegistry.class)
			.hasSingleBean(ExpirableLockRegistry.class)
			.hasSingleBean(RenewableLockRegistry.class));
	}

	@Test
	void backsOffWhenTheUserDefinesOne() {
		DefaultLockRegistry own = new DefaultLockRegistry();
		this.runner.withBean(LockRegistry.class, () -> own)
			.run((context) -> assertThat(context.getBean(LockRegistry.class)).isSameAs(own));
	}

	@Test
	void doesNothingWithoutSpringIntegration() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.integration"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("redisPatternsLockRegistry"));
	}

	@Test
	void isSwitchedOffWithLocks() {
		this.runner.withPropertyValues("redis-patterns.lock.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(LockRegistry.class));
	}

}
