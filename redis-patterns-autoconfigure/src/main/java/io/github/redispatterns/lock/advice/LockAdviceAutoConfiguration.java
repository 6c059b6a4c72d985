package io.github.redispatterns.lock.advice;

import io.github.redispatterns.internal.AdviceOrder;
import io.github.redispatterns.internal.AnnotationAdvice;
import io.github.redispatterns.internal.RedisPatternsProperties.Lint;
import io.github.redispatterns.internal.Workers;
import io.github.redispatterns.lock.DistributedLock;
import io.github.redispatterns.lock.LockAutoConfiguration;
import io.github.redispatterns.lock.LockProperties;
import io.github.redispatterns.lock.Locks;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;

import org.springframework.aop.Advisor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

/**
 * Wires {@link DistributedLock}.
 */
@AutoConfiguration(after = LockAutoConfiguration.class)
@ConditionalOnBean(Locks.class)
@ConditionalOnBooleanProperty(name = "redis-patterns.lock.enabled", matchIfMissing = true)
@EnableConfigurationProperties(LockProperties.class)
public final class LockAdviceAutoConfiguration {

	@Bean
	LockGate redisPatternsLockGate(Locks locks, Workers workers, ObjectProvider<MeterRegistry> registries) {
		return new LockGate(locks, new LockAdviceMeters(registries.getIfAvailable(CompositeMeterRegistry::new)),
				new FutureResults(workers::execute));
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static DistributedLockInterceptor redisPatternsDistributedLockInterceptor(ConfigurableBeanFactory beans) {
		return new DistributedLockInterceptor(beans);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static Advisor redisPatternsDistributedLockAdvisor(DistributedLockInterceptor interceptor,
			Environment environment) {
		int order = Binder.get(environment)
			.bind("redis-patterns.lock.advice-order", Integer.class)
			.orElse(AdviceOrder.LOCKED);
		return AnnotationAdvice.advisor(order, interceptor, DistributedLock.class, DistributedLock.Several.class);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static AdviceOrderProof redisPatternsAdviceOrderProof(Environment environment) {
		return new AdviceOrderProof(Binder.get(environment).bind("redis-patterns.lint", Lint.class).orElse(Lint.FAIL));
	}

}
