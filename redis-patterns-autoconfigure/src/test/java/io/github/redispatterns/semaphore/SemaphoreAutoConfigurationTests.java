package io.github.redispatterns.semaphore;

import java.time.Duration;
import java.util.List;

import io.github.redispatterns.internal.AdviceOrder;
import io.github.redispatterns.internal.AutoConfigurationContract;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.aop.Advisor;
import org.springframework.core.Ordered;

import static org.assertj.core.api.Assertions.assertThat;

class SemaphoreAutoConfigurationTests extends AutoConfigurationContract<Semaphores> {

	private static final String PORTS = "redis-patterns.semaphore.pools.ports.items=1";

	SemaphoreAutoConfigurationTests() {
		super(Semaphores.class, SemaphoresEndpoint.class, Guarded.class, "redis-patterns.semaphore.",
				SemaphoreAutoConfiguration.class);
	}

	@Test
	void startsPoolsWithoutTouchingRedis() {
		startsWithoutTouchingRedis(Lender.class, PORTS);
	}

	@Test
	void backsOffWhenTheUserDefinesPools() {
		ResourcePools pools = Mockito.mock(ResourcePools.class);
		this.runner.withBean(ResourcePools.class, () -> pools)
			.run((context) -> assertThat(context).getBean(ResourcePools.class).isSameAs(pools));
	}

	@Test
	void isSwitchedOffWithItsPools() {
		this.runner.withPropertyValues(this.prefix + "enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ResourcePools.class));
	}

	@Test
	void bindsSemaphoresAndPools() {
		this.runner
			.withPropertyValues(this.prefix + "named.render.permits=4", this.prefix + "named.render.lease=10s",
					this.prefix + "named.render.fair=true", this.prefix + "named.render.wait-time=2s",
					this.prefix + "named.render.version=3", this.prefix + "pools.ports.items=8001,8002",
					this.prefix + "pools.ports.on-expiry=quarantine", this.prefix + "pools.ports.quarantine=5m",
					this.prefix + "pools.ports.version=2")
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
		this.runner.withPropertyValues(this.prefix + "advice-order=7")
			.run((context) -> assertThat(order(context.getBean("redisPatternsSemaphoreAdvisor", Advisor.class)))
				.isEqualTo(7));
	}

	@Test
	void showsGaugesOfWhatIsNamed() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues(this.prefix + "named.render.permits=4", PORTS)
			.run((context) -> {
				context.getBean(Semaphores.class);
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(registry.find("redis.patterns.semaphore.max").tag("name", "render").gauge()).isNotNull();
				assertThat(registry.get("redis.patterns.semaphore.waiting").tag("name", "render").gauge().value())
					.isZero();
				assertThat(registry.find("redis.patterns.pool.size").tag("name", "ports").gauge()).isNotNull();
			});
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
