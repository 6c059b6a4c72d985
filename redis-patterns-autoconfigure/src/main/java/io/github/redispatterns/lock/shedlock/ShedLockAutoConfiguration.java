package io.github.redispatterns.lock.shedlock;

import io.github.redispatterns.lock.Locks;
import net.javacrumbs.shedlock.core.ExtensibleLockProvider;
import net.javacrumbs.shedlock.core.LockProvider;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Lets ShedLock use our locks.
 */
@AutoConfiguration(afterName = "io.github.redispatterns.lock.LockAutoConfiguration")
@ConditionalOnClass(ExtensibleLockProvider.class)
@ConditionalOnBean(Locks.class)
public final class ShedLockAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(LockProvider.class)
	ExtensibleLockProvider redisPatternsLockProvider(Locks locks) {
		return new TaskLockProvider(locks);
	}

}
