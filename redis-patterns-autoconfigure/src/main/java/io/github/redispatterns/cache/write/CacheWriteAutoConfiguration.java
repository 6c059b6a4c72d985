package io.github.redispatterns.cache.write;

import java.time.Duration;

import io.github.redispatterns.cache.CacheAutoConfiguration;
import io.github.redispatterns.cache.CacheProperties;
import io.github.redispatterns.cache.TieredCacheManager;
import io.github.redispatterns.internal.Background;
import io.github.redispatterns.internal.ImpatientScripts;
import io.github.redispatterns.internal.KeySpace;
import io.github.redispatterns.internal.LeaseKeeper;
import io.github.redispatterns.internal.RedisPatternsProperties;
import io.github.redispatterns.internal.WakeUps;
import io.github.redispatterns.internal.Workers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Wires the ways of caches to the sources behind them.
 */
@AutoConfiguration(after = CacheAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnBean(TieredCacheManager.class)
public final class CacheWriteAutoConfiguration {

	@Bean(defaultCandidate = false, destroyMethod = "stop")
	Workers redisPatternsCacheWriters(Environment environment) {
		return new Workers("redis-patterns-cache-writer", 8, 10_000, Duration.ofSeconds(10),
				Threading.VIRTUAL.isActive(environment));
	}

	@Bean
	@ConditionalOnMissingBean(WriteBehind.class)
	RedisWriteBehind redisPatternsWriteBehind(CacheProperties properties, KeySpace space, WakeUps wakeUps,
			@Qualifier("redisPatternsImpatientScripts") ImpatientScripts scripts,
			@Qualifier("redisPatternsCacheWriters") Workers workers, Background background, LeaseKeeper leases,
			RedisPatternsProperties kernel, ConfigurableListableBeanFactory beans,
			ObjectProvider<MeterRegistry> registries, ObjectProvider<TieredCacheManager> caches) {
		WriteParts parts = new WriteParts(space, wakeUps, new WriteScripts(scripts), workers, background, leases,
				(cache) -> new WriteMeters(registries.getIfAvailable(CompositeMeterRegistry::new), cache),
				(cache) -> caches.getObject().getCache(cache));
		return new RedisWriteBehind(properties, parts, new WriterBeans(beans), kernel.drain());
	}

}
