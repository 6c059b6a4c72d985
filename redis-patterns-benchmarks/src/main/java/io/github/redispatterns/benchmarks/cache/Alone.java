package io.github.redispatterns.benchmarks.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.redispatterns.benchmarks.harness.Keys;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Caffeine, alone and behind Spring: no instance knows of another.
 */
@State(Scope.Benchmark)
public class Alone {

	private final Cache<String, Product> raw = builder().build();

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Wiring.class);

	private final Catalogue catalogue = this.context.getBean(Catalogue.class);

	private final SpringHandle cache = SpringHandle.of(this.context.getBean(CaffeineCacheManager.class),
			"programmatic");

	/**
	 * Have all products in all caches.
	 */
	@Setup
	public void fill() {
		for (int i = 0; i < Turn.KEYS; i++) {
			this.raw.put(Keys.of(i), Product.of(i));
			this.cache.put(Keys.of(i), Product.of(i));
		}
		Filling.fill(this.catalogue);
	}

	/**
	 * Check that hits were hits.
	 */
	@TearDown
	public void stop() {
		Filling.checkHits(this.catalogue);
		this.context.close();
	}

	Cache<String, Product> raw() {
		return this.raw;
	}

	Catalogue catalogue() {
		return this.catalogue;
	}

	SpringHandle cache() {
		return this.cache;
	}

	private static Caffeine<Object, Object> builder() {
		return Caffeine.newBuilder().maximumSize(Cacher.LOCAL_SIZE).expireAfterWrite(Cacher.TTL);
	}

	/** What Spring Boot would configure. */
	@Configuration(proxyBeanMethods = false)
	@EnableCaching(proxyTargetClass = true)
	static class Wiring {

		@Bean
		CaffeineCacheManager cacheManager() {
			CaffeineCacheManager manager = new CaffeineCacheManager();
			manager.setCaffeine(builder());
			return manager;
		}

		@Bean
		Catalogue catalogue() {
			return new Catalogue();
		}

	}

}
