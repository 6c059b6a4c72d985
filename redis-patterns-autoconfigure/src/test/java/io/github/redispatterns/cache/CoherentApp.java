package io.github.redispatterns.cache;

import io.github.redispatterns.internal.KernelAutoConfiguration;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;

/**
 * An application with caches and no more than they need.
 */
@ImportAutoConfiguration({ DataRedisAutoConfiguration.class, KernelAutoConfiguration.class,
		CacheAutoConfiguration.class })
class CoherentApp {

}
