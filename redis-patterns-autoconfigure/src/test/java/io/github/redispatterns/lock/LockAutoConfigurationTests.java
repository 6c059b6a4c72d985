package io.github.redispatterns.lock;

import java.util.Set;

import io.github.redispatterns.internal.HealthDetail;
import io.github.redispatterns.internal.KernelAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class LockAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, KernelAutoConfiguration.class,
				LockAutoConfiguration.class))
		.withPropertyValues("spring.data.redis.client-type=jedis", "spring.data.redis.port=1");

	private final ApplicationContextRunner exposed = this.runner
		.withPropertyValues("management.endpoints.web.exposure.include=redislocks");

	@Test
	void configuresLocksWithoutTouchingRedis() {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		this.exposed.run((context) -> {
			assertThat(context).hasNotFailed()
				.hasSingleBean(Locks.class)
				.hasSingleBean(FencedStore.class)
				.hasSingleBean(LocksEndpoint.class)
				.hasSingleBean(HealthDetail.class);
			assertThat(Thread.getAllStackTraces().keySet()).filteredOn((thread) -> !before.contains(thread))
				.extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith("redis-patterns-"));
		});
	}

	@Test
	void backsOffWhenTheUserDefinesLocks() {
		Locks own = Mockito.mock(Locks.class);
		this.exposed.withBean(Locks.class, () -> own).run((context) -> {
			assertThat(context.getBean(Locks.class)).isSameAs(own);
			assertThat(context.getBean(LocksEndpoint.class).report().held()).isEmpty();
		});
	}

	@Test
	void backsOffWhenTheUserDefinesAFencedStore() {
		FencedStore own = Mockito.mock(FencedStore.class);
		this.runner.withBean(FencedStore.class, () -> own)
			.run((context) -> assertThat(context.getBean(FencedStore.class)).isSameAs(own));
	}

	@Test
	void isSwitchedOffByAProperty() {
		this.exposed.withPropertyValues("redis-patterns.lock.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(Locks.class)
				.doesNotHaveBean(FencedStore.class)
				.doesNotHaveBean(LocksEndpoint.class));
	}

	@Test
	void showsNoEndpointUnlessItIsExposed() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(LocksEndpoint.class));
	}

	@Test
	void showsNoEndpointWithoutActuator() {
		this.exposed.withClassLoader(new FilteredClassLoader(ConditionalOnAvailableEndpoint.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(Locks.class)
				.doesNotHaveBean("redisPatternsLocksEndpoint"));
	}

	@Test
	void namesThePropertyThatIsWrong() {
		this.runner.withPropertyValues("redis-patterns.lock.fence-ttl=1s")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("'redis-patterns.lock.fence-ttl' is PT1S but must be from PT1M"));
	}

}
