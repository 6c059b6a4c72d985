package io.github.redispatterns.lock.shedlock;

import java.util.Optional;

import io.github.redispatterns.internal.KernelAutoConfiguration;
import io.github.redispatterns.lock.LockAutoConfiguration;
import net.javacrumbs.shedlock.core.ExtensibleLockProvider;
import net.javacrumbs.shedlock.core.LockProvider;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class ShedLockAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, KernelAutoConfiguration.class,
				LockAutoConfiguration.class, ShedLockAutoConfiguration.class))
		.withPropertyValues("spring.data.redis.client-type=jedis", "spring.data.redis.port=1");

	@Test
	void configuresALockProviderWhoseLocksCanBeExtended() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(LockProvider.class)
			.hasSingleBean(ExtensibleLockProvider.class));
	}

	@Test
	void backsOffWhenTheUserDefinesOne() {
		LockProvider own = (configuration) -> Optional.empty();
		this.runner.withBean(LockProvider.class, () -> own)
			.run((context) -> assertThat(context.getBean(LockProvider.class)).isSameAs(own));
	}

	@Test
	void doesNothingWithoutShedLock() {
		this.runner.withClassLoader(new FilteredClassLoader("net.javacrumbs.shedlock"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("redisPatternsLockProvider"));
	}

	@Test
	void isSwitchedOffWithLocks() {
		this.runner.withPropertyValues("redis-patterns.lock.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(LockProvider.class));
	}

}
