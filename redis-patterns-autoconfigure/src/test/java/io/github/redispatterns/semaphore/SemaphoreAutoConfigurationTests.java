package io.github.redispatterns.semaphore;

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
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.Ordered;

import static org.assertj.core.api.Assertions.assertThat;

class SemaphoreAutoConfigurationTests {

	private static final String PREFIX = "redis-patterns.semaphore.";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, AopAutoConfiguration.class,
				KernelAutoConfiguration.class, SemaphoreAutoConfiguration.class))
		.withPropertyValues("spring.data.redis.port=1", PREFIX + "pools.ports.items=1");

	@Test
	void configuresSemaphoresWithoutTouchingRedis() {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		this.runner.withBean(Guarded.class).withBean(Lender.class).run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(Semaphores.class).hasSingleBean(ResourcePools.class);
			assertThat(AopUtils.isCglibProxy(context.getBean(Guarded.class))).isTrue();
			assertThat(AopUtils.isCglibProxy(context.getBean(Lender.class))).isTrue();
			assertThat(AopUtils.isAopProxy(context.getBean(Semaphores.class))).isFalse();
			assertThat(Thread.getAllStackTraces().keySet()).filteredOn((thread) -> !before.contains(thread))
				.extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith("redis-patterns-"));
		});
	}

	@Test
	void backsOffWhenTheUserDefinesOne() {
		Semaphores semaphores = Mockito.mock(Semaphores.class);
		ResourcePools pools = Mockito.mock(ResourcePools.class);
		this.runner.withBean(Semaphores.class, () -> semaphores)
			.withBean(ResourcePools.class, () -> pools)
			.run((context) -> {
				assertThat(context).getBean(Semaphores.class).isSameAs(semaphores);
				assertThat(context).getBean(ResourcePools.class).isSameAs(pools);
			});
	}

	@Test
	void isSwitchedOffByItsProperty() {
		this.runner.withPropertyValues(PREFIX + "enabled=false").withBean(Guarded.class).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(Semaphores.class).doesNotHaveBean(ResourcePools.class);
			assertThat(AopUtils.isAopProxy(context.getBean(Guarded.class))).isFalse();
		});
	}

	@Test
	void isSwitchedOffWithAllPatterns() {
		this.runner.withPropertyValues("redis-patterns.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Semaphores.class));
	}

	@Test
	void worksWithoutActuatorReactorAndAspectj() {
		this.runner
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate",
					"org.springframework.boot.health", "reactor", "org.aspectj"))
			.withPropertyValues("spring.data.redis.lettuce.pool.enabled=false", "spring.data.redis.client-type=jedis")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(Semaphores.class)
				.doesNotHaveBean(SemaphoresEndpoint.class));
	}

	@Test
	void bindsSemaphoresAndPools() {
		this.runner
			.withPropertyValues(PREFIX + "named.render.permits=4", PREFIX + "named.render.lease=10s",
					PREFIX + "named.render.fair=true", PREFIX + "named.render.wait-time=2s",
					PREFIX + "named.render.version=3", PREFIX + "pools.ports.items=8001,8002",
					PREFIX + "pools.ports.on-expiry=quarantine", PREFIX + "pools.ports.quarantine=5m",
					PREFIX + "pools.ports.version=2")
			.run((context) -> {
				assertThat(context.getBean(Semaphores.class).policies()).containsExactly(
						new SemaphorePolicy("render", 4, 3, Duration.ofSeconds(10), Duration.ofSeconds(2), true));
				assertThat(context.getBean(ResourcePools.class).pools()).singleElement()
					.extracting(ResourcePool::policy)
					.isEqualTo(new PoolPolicy("ports", List.of("8001", "8002"), 2, null, null,
							PoolPolicy.OnExpiry.QUARANTINE, Duration.ofMinutes(5)));
			});
	}

	@Test
	void standsBetweenLimitsAndBreakers() {
		this.runner.run((context) -> {
			assertThat(order(context.getBean("redisPatternsSemaphoreAdvisor", Advisor.class)))
				.isEqualTo(AdviceOrder.SEMAPHORE);
			assertThat(order(context.getBean("redisPatternsLeasedFromAdvisor", Advisor.class)))
				.isEqualTo(AdviceOrder.SEMAPHORE + 1);
		});
		this.runner.withPropertyValues(PREFIX + "advice-order=7")
			.run((context) -> assertThat(order(context.getBean("redisPatternsSemaphoreAdvisor", Advisor.class)))
				.isEqualTo(7));
	}

	@Test
	void showsGaugesOfWhatIsNamed() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues(PREFIX + "named.render.permits=4")
			.run((context) -> {
				context.getBean(Semaphores.class);
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(registry.find("redis.patterns.semaphore.max").tag("name", "render").gauge()).isNotNull();
				assertThat(registry.get("redis.patterns.semaphore.waiting").tag("name", "render").gauge().value())
					.isZero();
				assertThat(registry.find("redis.patterns.pool.size").tag("name", "ports").gauge()).isNotNull();
			});
	}

	@Test
	void showsTheEndpointWhereItIsExposed() {
		String exposed = "management.endpoints.web.exposure.include=redissemaphores";
		this.runner.withPropertyValues(exposed)
			.run((context) -> assertThat(context).hasSingleBean(SemaphoresEndpoint.class));
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(SemaphoresEndpoint.class));
		this.runner.withPropertyValues(exposed, "management.endpoint.redissemaphores.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(SemaphoresEndpoint.class));
	}

	private static int order(Advisor advisor) {
		return ((Ordered) advisor).getOrder();
	}

	static class Guarded {

		@DistributedSemaphore(permits = "1")
		void run() {
		}

	}

	static class Lender {

		void run(@LeasedFrom("ports") String port) {
		}

	}

}
