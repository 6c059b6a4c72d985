package io.github.redispatterns.bloom;

import io.github.redispatterns.internal.Instance;
import io.github.redispatterns.internal.KernelAutoConfiguration;
import io.github.redispatterns.internal.KeySpace;
import io.github.redispatterns.internal.ScriptRunner;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Wires Bloom filters.
 */
@AutoConfiguration(after = KernelAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnBean(ScriptRunner.class)
@ConditionalOnBooleanProperty(name = "redis-patterns.bloom.enabled", matchIfMissing = true)
@EnableConfigurationProperties(BloomProperties.class)
public final class BloomAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	BloomFilters redisPatternsBloomFilters(ScriptRunner scripts, KeySpace space, BloomProperties properties,
			Instance instance, ObjectProvider<MeterRegistry> registries) {
		MeterRegistry registry = registries.getIfAvailable(CompositeMeterRegistry::new);
		return new RedisBloomFilters(scripts, space, properties, instance,
				(filter) -> new BloomMeters(registry, filter));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
	static class EndpointConfiguration {

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnAvailableEndpoint
		BloomFiltersEndpoint redisPatternsBloomFiltersEndpoint(BloomFilters filters) {
			return new BloomFiltersEndpoint(filters);
		}

	}

}
