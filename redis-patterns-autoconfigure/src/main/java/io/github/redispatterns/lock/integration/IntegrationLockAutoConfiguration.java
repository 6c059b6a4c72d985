package io.github.redispatterns.lock.integration;

import io.github.redispatterns.lock.Locks;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.integration.support.locks.DistributedLock;
import org.springframework.integration.support.locks.LockRegistry;

/**
 * Lets Spring Integration use our locks.
 */
@AutoConfiguration(afterName = "io.github.redispatterns.lock.LockAutoConfiguration")
@ConditionalOnClass({ LockRegistry.class, DistributedLock.class })
@ConditionalOnBean(Locks.class)
public final class IntegrationLockAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(LockRegistry.class)
	SharedLockRegistry redisPatternsLockRegistry(Locks locks) {
		return new SharedLockRegistry(locks, "integration");
	}

}
