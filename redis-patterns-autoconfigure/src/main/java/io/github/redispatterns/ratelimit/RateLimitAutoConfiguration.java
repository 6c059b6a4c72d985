package io.github.redispatterns.ratelimit;

import io.github.redispatterns.internal.AdviceOrder;
import io.github.redispatterns.internal.AnnotationAdvice;
import io.github.redispatterns.internal.Availability;
import io.github.redispatterns.internal.Background;
import io.github.redispatterns.internal.KernelAutoConfiguration;
import io.github.redispatterns.internal.KeySpace;
import io.github.redispatterns.internal.ScriptRunner;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;

import org.springframework.aop.Advisor;
import org.springframework.beans.factory.ObjectProvider;
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
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

/**
 * Wires rate limits.
 */
@AutoConfiguration(after = KernelAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnBean(ScriptRunner.class)
@ConditionalOnBooleanProperty(name = "redis-patterns.ratelimit.enabled", matchIfMissing = true)
@EnableConfigurationProperties(RateLimitProperties.class)
public final class RateLimitAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RateLimits redisPatternsRateLimits(ScriptRunner scripts, KeySpace space, RateLimitProperties properties,
			Background background, Availability availability, ObjectProvider<MeterRegistry> registries,
			ApplicationEventPublisher events) {
		MeterRegistry registry = registries.getIfAvailable(CompositeMeterRegistry::new);
		RedisRateLimits limits = new RedisRateLimits(scripts, space, properties, background,
				(policy) -> new RateLimitMeters(registry, policy), events::publishEvent);
		PolicyFactory.policies(properties).forEach(limits::register);
		availability.addListener(limits);
		return limits;
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static RateLimitedInterceptor redisPatternsRateLimitedInterceptor(ConfigurableBeanFactory beans) {
		return new RateLimitedInterceptor(beans);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static Advisor redisPatternsRateLimitedAdvisor(RateLimitedInterceptor interceptor, Environment environment) {
		int order = Binder.get(environment)
			.bind("redis-patterns.ratelimit.advice-order", Integer.class)
			.orElse(AdviceOrder.RATE_LIMITED);
		return AnnotationAdvice.advisor(order, interceptor, RateLimited.class, RateLimited.Tiers.class);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
	static class EndpointConfiguration {

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnAvailableEndpoint
		RateLimitsEndpoint redisPatternsRateLimitsEndpoint(RateLimits limits) {
			return new RateLimitsEndpoint(limits);
		}

	}

}
