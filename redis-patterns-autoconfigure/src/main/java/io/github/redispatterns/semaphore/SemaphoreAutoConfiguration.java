package io.github.redispatterns.semaphore;

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

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

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
	@ConditionalOnMissingBean
	Semaphores redisPatternsSemaphores(ScriptRunner scripts, KeySpace space, SemaphoreProperties properties,
			LeaseKeeper keeper, WakeUps wakeUps, Background background, Workers workers, Instance instance,
			ObjectProvider<MeterRegistry> registries, ApplicationEventPublisher events) {
		SemaphoreMeters meters = new SemaphoreMeters(registries.getIfAvailable(CompositeMeterRegistry::new),
				SemaphoreMeters.Kind.SEMAPHORE);
		LeaseContext context = new LeaseContext(keeper, new WaitingRoom(wakeUps, properties.poll().toNanos()),
				background, workers::execute, meters, events::publishEvent);
		return new RedisSemaphores(context,
				new PermitScripts(scripts, wakeUps, properties.patience(), properties.retention()),
				new SemaphoreKeys(space), properties, instance);
	}

}
