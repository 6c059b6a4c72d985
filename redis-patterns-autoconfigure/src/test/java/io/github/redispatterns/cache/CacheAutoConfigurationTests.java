package io.github.redispatterns.cache;

import java.util.List;

import io.github.redispatterns.bloom.BloomAutoConfiguration;
import io.github.redispatterns.bloom.BloomFilter;
import io.github.redispatterns.bloom.BloomFilters;
import io.github.redispatterns.bloom.BloomSpec;
import io.github.redispatterns.internal.AutoConfigurationContract;
import io.github.redispatterns.internal.HealthDetail;
import io.github.redispatterns.internal.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.NamedCacheResolver;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class CacheAutoConfigurationTests extends AutoConfigurationContract<TieredCacheManager> {

	CacheAutoConfigurationTests() {
		super(TieredCacheManager.class, CachesEndpoint.class, Shelf.class, "redis-patterns.cache.",
				io.github.redispatterns.cache.CacheAutoConfiguration.class, CacheAdviceAutoConfiguration.class);
	}

	private ApplicationContextRunner withSpringBoots() {
		return this.runner.withConfiguration(AutoConfigurations.of(CacheAutoConfiguration.class))
			.withUserConfiguration(Caching.class);
	}

	@Test
	void isTheCacheManagerWhereSpringBootWouldMakeOne() {
		withSpringBoots()
			.run((context) -> assertThat(context).getBean(CacheManager.class).isInstanceOf(TieredCacheManager.class));
	}

	@ParameterizedTest
	@CsvSource({ "simple,ConcurrentMapCacheManager", "none,NoOpCacheManager", "redis,RedisCacheManager",
			"CAFFEINE,CaffeineCacheManager" })
	void leavesTheCachesToSpringBootWhereItIsToldTheirType(String type, String manager) {
		withSpringBoots().withPropertyValues("spring.cache.type=" + type)
			.run((context) -> assertThat(context.getBean(CacheManager.class).getClass().getSimpleName())
				.isEqualTo(manager));
	}

	@Test
	void takesAnEmptyTypeForNone() {
		withSpringBoots().withPropertyValues("spring.cache.type=")
			.run((context) -> assertThat(context).hasSingleBean(TieredCacheManager.class));
	}

	@Test
	void leavesTheCachesToSpringBootWhereItIsSwitchedOff() {
		withSpringBoots().withPropertyValues(this.prefix + "enabled=false", "spring.data.redis.client-type=jedis")
			.run((context) -> assertThat(context).doesNotHaveBean(TieredCacheManager.class)
				.hasSingleBean(CacheManager.class));
	}

	@Test
	void backsOffForAnotherCacheManager() {
		this.runner.withBean("mine", CacheManager.class, ConcurrentMapCacheManager::new)
			.run((context) -> assertThat(context).hasSingleBean(CacheManager.class)
				.doesNotHaveBean(TieredCacheManager.class)
				.doesNotHaveBean(CacheParts.class)
				.doesNotHaveBean(CachesHealth.class));
	}

	@Test
	void backsOffForACacheResolver() {
		this.runner
			.withBean("cacheResolver", CacheResolver.class,
					() -> new NamedCacheResolver(new ConcurrentMapCacheManager(), "mine"))
			.run((context) -> assertThat(context).doesNotHaveBean(CacheManager.class));
	}

	@Test
	void worksWithoutTheCacheModuleOfSpringBoot() {
		this.exposed.withClassLoader(new FilteredClassLoader("org.springframework.boot.cache"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(TieredCacheManager.class)
				.hasSingleBean(CachesEndpoint.class)
				.doesNotHaveBean("redisPatternsCacheMeterBinderProvider"));
	}

	@Test
	void hasWorkersOfItsOwn() {
		this.runner.run((context) -> {
			Workers own = context.getBean("redisPatternsCacheWorkers", Workers.class);
			assertThat(context.getBean(CacheParts.class).workers()).isSameAs(own);
			assertThat(context.getBean(Workers.class)).isNotSameAs(own);
		});
	}

	@Test
	void tellsHealthNothingBeforeACacheIsUsed() {
		this.runner.run((context) -> {
			HealthDetail health = context.getBean(CachesHealth.class);
			assertThat(health.healthDetails()).isEmpty();
			context.getBean(TieredCacheManager.class).getCache("books");
			assertThat(health.healthDetails().get("caches")).hasToString("{redis=used, waitingEvictions=0}");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "defaults.", "caches.books." })
	void namesAFilterThatDoesNotExist(String place) {
		String property = this.prefix + place + "bloom-filter";
		this.runner.withPropertyValues(property + "=bookz")
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("'" + property + "' is \"bookz\" but must be left out: there are no"));
		this.runner.withConfiguration(AutoConfigurations.of(BloomAutoConfiguration.class))
			.withPropertyValues(property + "=bookz", "redis-patterns.bloom.filters.books.capacity=10")
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining(
						"'" + property + "' is \"bookz\" but must be the name of a Bloom filter: [books]"));
	}

	@Test
	void takesAFilterThatCodeDefines() {
		this.runner.withConfiguration(AutoConfigurations.of(BloomAutoConfiguration.class))
			.withUserConfiguration(Filters.class)
			.withPropertyValues(this.prefix + "caches.books.bloom-filter=mine")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void keepsInANativeImageWhatKeysAreReadBy() {
		RuntimeHints hints = new RuntimeHints();
		new CacheRuntimeHints().registerHints(hints, null);

		assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(SimpleKey.class, "params")).accepts(hints);
	}

	@Test
	void tellsWhereSettingsComeFrom() {
		this.runner
			.withPropertyValues(this.prefix + "defaults.ttl=5m", this.prefix + "defaults.local.maximum-size=7",
					this.prefix + "caches.books.ttl=10s")
			.run((context) -> {
				CacheSettings settings = context.getBean(TieredCacheManager.class).tiers("books").settings();
				assertThat(settings.sources().get("ttl").property()).isEqualTo(this.prefix + "caches.books.ttl");
				assertThat(settings.sources().get("local.maximum-size"))
					.isEqualTo(new CacheSettings.Source(7L, this.prefix + "defaults.local.maximum-size"));
				assertThat(settings.sources().get("jitter")).isEqualTo(new CacheSettings.Source(0.1, "default"));
				assertThat(settings.sources().get("null-ttl").value()).isEqualTo(settings.ttl());
			});
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Caching {

	}

	@Configuration(proxyBeanMethods = false)
	static class Filters {

		@Bean
		BloomFilter mine(BloomFilters filters) {
			return filters.filter("mine", BloomSpec.of(100, 0.01));
		}

	}

	static class Shelf {

		@Cacheable("books")
		List<String> books() {
			return List.of("Dune");
		}

	}

}
