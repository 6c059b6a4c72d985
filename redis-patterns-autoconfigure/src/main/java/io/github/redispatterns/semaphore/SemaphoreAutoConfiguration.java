package io.github.redispatterns.semaphore;

import io.github.redispatterns.internal.AdviceOrder;
import io.github.redispatterns.internal.AnnotationAdvice;
import io.github.redispatterns.internal.Background;
import io.github.redispatterns.internal.Instance;
import io.github.redispatterns.internal.KernelAutoConfiguration;
import io.github.redispatterns.internal.KeySpace;
import io.github.redispatterns.internal.LeaseKeeper;
import io.github.redispatterns.internal.ScriptRunner;
import io.github.redispatterns.internal.WaitingRoom;
import io.github.redispatterns.internal.WakeUps;
import io.github.redispatterns.internal.Workers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;

import org.springframework.aop.Advisor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

/**
 * Wires semaphores and pools.
 */
@AutoConfiguration(after = KernelAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnBean(ScriptRunner.class)
@ConditionalOnBooleanProperty(name = "redis-patterns.semaphore.enabled", matchIfMissing = true)
@EnableConfigurationProperties(SemaphoreProperties.class)
public final class SemaphoreAutoConfiguration {

	@Bean
	WaitingRoom redisPatternsSemaphoreRoom(WakeUps wakeUps, SemaphoreProperties properties) {
		return new WaitingRoom(wakeUps, properties.poll().toNanos());
	}

	@Bean
	LeaseContext.Factory redisPatternsSemaphoreLeases(LeaseKeeper keeper,
			@Qualifier("redisPatternsSemaphoreRoom") WaitingRoom room, Background background, Workers workers,
			ObjectProvider<MeterRegistry> registries, ApplicationEventPublisher events) {
		MeterRegistry registry = registries.getIfAvailable(CompositeMeterRegistry::new);
		return (kind) -> new LeaseContext(keeper, room, background, workers::execute,
				new SemaphoreMeters(registry, kind), events::publishEvent);
	}

	@Bean
	@ConditionalOnMissingBean
	Semaphores redisPatternsSemaphores(LeaseContext.Factory leases, ScriptRunner scripts, WakeUps wakeUps,
			KeySpace space, SemaphoreProperties properties, Instance instance) {
		return new RedisSemaphores(leases.create(SemaphoreMeters.Kind.SEMAPHORE),
				new PermitScripts(scripts, wakeUps, properties.patience(), properties.claim(), properties.retention()),
				new SemaphoreKeys(space), properties, instance);
	}

	@Bean
	@ConditionalOnMissingBean
	ResourcePools redisPatternsPools(LeaseContext.Factory leases, ScriptRunner scripts, WakeUps wakeUps, KeySpace space,
			SemaphoreProperties properties, Instance instance) {
		return new RedisPools(leases.create(SemaphoreMeters.Kind.POOL),
				new PoolScripts(scripts, wakeUps, properties.patience(), properties.retention()),
				new SemaphoreKeys(space), properties, instance);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static DistributedSemaphoreInterceptor redisPatternsSemaphoreInterceptor(ConfigurableBeanFactory beans) {
		return new DistributedSemaphoreInterceptor(beans);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static Advisor redisPatternsSemaphoreAdvisor(DistributedSemaphoreInterceptor interceptor, Environment environment) {
		return AnnotationAdvice.advisor(order(environment), interceptor, DistributedSemaphore.class);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static LeasedFromInterceptor redisPatternsLeasedFromInterceptor(ConfigurableBeanFactory beans) {
		return new LeasedFromInterceptor(beans);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static Advisor redisPatternsLeasedFromAdvisor(LeasedFromInterceptor interceptor, Environment environment) {
		return interceptor.advisor(order(environment) + 1);
	}

	private static int order(Environment environment) {
		return Binder.get(environment)
			.bind("redis-patterns.semaphore.advice-order", Integer.class)
			.orElse(AdviceOrder.SEMAPHORE);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
	static class EndpointConfiguration {

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnAvailableEndpoint
		SemaphoresEndpoint redisPatternsSemaphoresEndpoint(Semaphores semaphores, ResourcePools pools) {
			return new SemaphoresEndpoint(semaphores, pools);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
	static class HealthConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "redisSemaphoresHealthIndicator")
		@ConditionalOnEnabledHealthIndicator("redis-semaphores")
		HealthIndicator redisSemaphoresHealthIndicator(Semaphores semaphores) {
			return new SemaphoresHealthIndicator(semaphores);
		}

	}

}
