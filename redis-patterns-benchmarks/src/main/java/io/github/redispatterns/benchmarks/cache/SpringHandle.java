package io.github.redispatterns.benchmarks.cache;

import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;

/**
 * A cache behind Spring's abstraction, without the cost of annotations.
 *
 * @param cache the cache
 */
record SpringHandle(Cache cache) implements Handle {

	static SpringHandle of(CacheManager manager, String name) {
		return new SpringHandle(Objects.requireNonNull(manager.getCache(name)));
	}

	@Override
	public @Nullable Product find(String key) {
		Cache.ValueWrapper found = this.cache.get(key);
		return (found != null) ? (Product) found.get() : null;
	}

	@Override
	public void put(String key, Product product) {
		this.cache.put(key, product);
	}

	@Override
	public boolean evict(String key) {
		return this.cache.evictIfPresent(key);
	}

	@Override
	public @Nullable Product load(String key, Supplier<Product> loader) {
		return this.cache.get(key, loader::get);
	}

}
