package io.github.redispatterns.cache;

import java.time.Duration;

import io.github.redispatterns.bloom.BloomAutoConfiguration;
import io.github.redispatterns.bloom.BloomFilters;
import io.github.redispatterns.internal.AdviceOrder;
import io.github.redispatterns.internal.AnnotationAdvice;
import io.github.redispatterns.internal.Background;
import io.github.redispatterns.internal.Broadcasts;
import io.github.redispatterns.internal.HealthDetail;
import io.github.redispatterns.internal.ImpatientScripts;
import io.github.redispatterns.internal.KernelAutoConfiguration;
import io.github.redispatterns.internal.KeySpace;
import io.github.redispatterns.internal.LeaseKeeper;
import io.github.redispatterns.internal.RedisPatternsProperties;
import io.github.redispatterns.internal.WakeUps;
import io.github.redispatterns.internal.Workers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;

import org.springframework.aop.Advisor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;
import org.springframework.boot.cache.metrics.CacheMetricsRegistrar;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.thread.Threading;
import org.springframework.cache.CacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

/**
 * Wires caches, unless the application has others or wants others.
 */
@AutoConfiguration(after = { KernelAutoConfiguration.class, BloomAutoConfiguration.class },
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
		beforeName = "org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration")
@ConditionalOnClass(CacheManager.class)
@ConditionalOnBean(KeySpace.class)
@ConditionalOnMissingBean(value = CacheManager.class, name = "cacheResolver")
@Conditional(OtherCacheTypeCondition.class)
@ConditionalOnBooleanProperty(name = "redis-patterns.cache.enabled", matchIfMissing = true)
@EnableConfigurationProperties(CacheProperties.class)
@ImportRuntimeHints(CacheRuntimeHints.class)
public final class CacheAutoConfiguration {

	@Bean(defaultCandidate = false)
	Workers redisPatternsCacheWorkers(Environment environment) {
		return new Workers("redis-patterns-cache", 16, 1000, Duration.ofSeconds(10),
				Threading.VIRTUAL.isActive(environment));
	}

	@Bean
	CacheParts redisPatternsCacheParts(CacheProperties properties, KeySpace space, WakeUps wakeUps,
			@Qualifier("redisPatternsImpatientScripts") ImpatientScripts scripts, Broadcasts broadcasts,
			@Qualifier("redisPatternsCacheWorkers") Workers workers, LeaseKeeper leases, Background background,
			RedisPatternsProperties kernel, ObjectProvider<BloomFilters> filters, ObjectProvider<WriteRoutes> routes) {
		BloomFilters known = filters.getIfAvailable();
		CacheParts.Guard guard = (known != null) ? new BloomGuard(known, scripts::isAvailable, background, workers)
				: CacheParts.Guard.NONE;
		return new CacheParts(space, wakeUps, scripts, new CacheNews(broadcasts), workers, leases, background,
				kernel.broadcast().maxSilence(), properties.whenUnavailable(), guard,
				routes.getIfAvailable(() -> WriteRoutes.NONE));
	}

	@Bean
	TieredCacheManager cacheManager(CacheProperties properties, CacheParts parts,
			ObjectProvider<MeterRegistry> registries) {
		TieredCacheManager caches = new TieredCacheManager(properties, parts);
		registries.ifAvailable((registry) -> caches.watch(new CacheMeters(registry)::show));
		return caches;
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static CacheInterceptorReplacement redisPatternsCacheInterceptorReplacement() {
		return new CacheInterceptorReplacement();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static CacheTagEvictInterceptor redisPatternsCacheTagEvictInterceptor(ConfigurableBeanFactory beans) {
		return new CacheTagEvictInterceptor(beans);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static Advisor redisPatternsCacheTagEvictAdvisor(CacheTagEvictInterceptor interceptor, Environment environment) {
		int order = Binder.get(environment)
			.bind("redis-patterns.cache.advice-order", Integer.class)
			.orElse(AdviceOrder.CACHE_TAGS);
		return AnnotationAdvice.advisor(order, interceptor, CacheTagEvict.class);
	}

	@Bean
	@Lazy(false)
	SmartInitializingSingleton redisPatternsCacheFilters(TieredCacheManager caches) {
		return caches::checkFilters;
	}

	@Bean
	HealthDetail redisPatternsCachesHealth(TieredCacheManager caches, CacheParts parts,
			@Qualifier("redisPatternsImpatientScripts") ImpatientScripts scripts) {
		return new CachesHealth(caches, parts.news(), scripts::isAvailable);
	}

	/**
	 * Wires standard meters for caches created at any time; Boot asks once for those
	 * there are.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(CacheMeterBinderProvider.class)
	static class MetersConfiguration {

		@Bean
		StandardCacheMeters.Provider redisPatternsCacheMeterBinderProvider() {
			return new StandardCacheMeters.Provider();
		}

		@Bean
		@Lazy(false)
		SmartInitializingSingleton redisPatternsStandardCacheMeters(TieredCacheManager caches,
				ObjectProvider<CacheMetricsRegistrar> registrars) {
			Tag manager = Tag.of("cache.manager", "cacheManager");
			return () -> registrars
				.ifAvailable((registrar) -> caches.watch((cache) -> registrar.bindCacheToRegistry(cache, manager)));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
	static class EndpointConfiguration {

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnAvailableEndpoint
		CachesEndpoint redisPatternsCachesEndpoint(TieredCacheManager caches, CacheParts parts,
				CacheProperties properties) {
			return new CachesEndpoint(caches, parts.news(), properties.showValues());
		}

	}

}
