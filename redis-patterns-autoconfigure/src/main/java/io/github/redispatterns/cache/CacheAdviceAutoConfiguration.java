package io.github.redispatterns.cache;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.interceptor.CacheAspectSupport;

/**
 * Enables Spring's cache annotations where the cache manager is ours and nobody else
 * enabled them.
 */
@AutoConfiguration(after = CacheAutoConfiguration.class,
		beforeName = "org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration")
@ConditionalOnBean(TieredCacheManager.class)
@ConditionalOnMissingBean(CacheAspectSupport.class)
@ConditionalOnBooleanProperty(name = "redis-patterns.cache.enable-caching", matchIfMissing = true)
@EnableCaching
public final class CacheAdviceAutoConfiguration {

}
