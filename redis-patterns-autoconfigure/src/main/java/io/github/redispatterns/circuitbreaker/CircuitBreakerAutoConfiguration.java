package io.github.redispatterns.circuitbreaker;

import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import io.github.redispatterns.internal.AdviceOrder;
import io.github.redispatterns.internal.AnnotationAdvice;
import io.github.redispatterns.internal.Availability;
import io.github.redispatterns.internal.Background;
import io.github.redispatterns.internal.HealthDetail;
import io.github.redispatterns.internal.KernelAutoConfiguration;
import io.github.redispatterns.internal.KeySpace;
import io.github.redispatterns.internal.ScriptRunner;
import io.github.redispatterns.internal.WakeUps;
import io.github.redispatterns.internal.Workers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import org.jspecify.annotations.Nullable;

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
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

/**
 * Wires circuit breakers.
 */
@AutoConfiguration(after = KernelAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnBean(ScriptRunner.class)
@ConditionalOnBooleanProperty(name = "redis-patterns.circuitbreaker.enabled", matchIfMissing = true)
@EnableConfigurationProperties(CircuitBreakerProperties.class)
public final class CircuitBreakerAutoConfiguration {

	@Bean(defaultCandidate = false)
	Background redisPatternsBreakerTimer() {
		return new Background("redis-patterns-breaker-timer");
	}

	@Bean(defaultCandidate = false)
	Workers redisPatternsBreakerWorkers(Environment environment) {
		return new Workers("redis-patterns-breaker", 4, 10_000, Duration.ofSeconds(3),
				Threading.VIRTUAL.isActive(environment));
	}

	// never the breakers themselves, which would then be two beans of their type
	@Bean
	HealthDetail redisPatternsCircuitBreakersHealth(CircuitBreakers breakers) {
		return (breakers instanceof HealthDetail detail) ? detail::healthDetails : Map::of;
	}

	@Bean
	@ConditionalOnMissingBean
	CircuitBreakers redisPatternsCircuitBreakers(ScriptRunner scripts, WakeUps wakeUps, Background background,
			@Qualifier("redisPatternsBreakerTimer") Background timer,
			@Qualifier("redisPatternsBreakerWorkers") Workers workers, KeySpace space,
			CircuitBreakerProperties properties, Availability availability, ObjectProvider<MeterRegistry> registries,
			ApplicationEventPublisher events, Environment environment) {
		MeterRegistry registry = registries.getIfAvailable(CompositeMeterRegistry::new);
		RedisCircuitBreakers breakers = new RedisCircuitBreakers(
				new RedisCircuitBreakers.Crew(scripts, wakeUps, timer, workers, background), space, properties,
				instanceName(properties.instanceName(), environment.getProperty("HOSTNAME")),
				(breaker) -> new CircuitBreakerMeters(registry, breaker), events::publishEvent);
		availability.addListener(breakers);
		return breakers;
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static DistributedCircuitBreakerInterceptor redisPatternsCircuitBreakerInterceptor(ConfigurableBeanFactory beans) {
		return new DistributedCircuitBreakerInterceptor(beans);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static Advisor redisPatternsCircuitBreakerAdvisor(DistributedCircuitBreakerInterceptor interceptor,
			Environment environment) {
		int order = Binder.get(environment)
			.bind("redis-patterns.circuitbreaker.advice-order", Integer.class)
			.orElse(AdviceOrder.CIRCUIT_BREAKER);
		return AnnotationAdvice.advisor(order, interceptor, DistributedCircuitBreaker.class);
	}

	// several instances on one host, and one that was restarted, must be told apart
	private static String instanceName(@Nullable String given, @Nullable String host) {
		if (given != null) {
			return given;
		}
		String name = (host != null) ? host.replaceAll("[^\\w.-]", "-") : "instance";
		return name + "-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
	static class EndpointConfiguration {

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnAvailableEndpoint
		CircuitBreakersEndpoint redisPatternsCircuitBreakersEndpoint(CircuitBreakers breakers) {
			return new CircuitBreakersEndpoint(breakers);
		}

	}

}
