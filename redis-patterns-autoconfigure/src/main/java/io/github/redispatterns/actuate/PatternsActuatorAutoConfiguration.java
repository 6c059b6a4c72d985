package io.github.redispatterns.actuate;

import io.github.redispatterns.internal.Availability;
import io.github.redispatterns.internal.HealthDetail;
import io.github.redispatterns.internal.KernelAutoConfiguration;
import io.github.redispatterns.internal.RedisPatternsProperties;
import io.github.redispatterns.internal.ServerClock;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Wires what operators see of all patterns together.
 */
@AutoConfiguration(after = KernelAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(Availability.class)
public final class PatternsActuatorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "redisPatternsHealthIndicator")
	@ConditionalOnEnabledHealthIndicator("redis-patterns")
	HealthIndicator redisPatternsHealthIndicator(Availability availability, ServerClock clock,
			RedisPatternsProperties properties, ObjectProvider<HealthDetail> details) {
		return new RedisPatternsHealthIndicator(availability, clock, properties.skewWarning(),
				details.orderedStream().toList());
	}

}
