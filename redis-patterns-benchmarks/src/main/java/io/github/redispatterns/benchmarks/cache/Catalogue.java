package io.github.redispatterns.benchmarks.cache;

import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.cache.annotation.Cacheable;

/**
 * A service with a cached method, as everybody writes it.
 */
public class Catalogue {

	private final AtomicInteger loads = new AtomicInteger();

	/**
	 * Find a product.
	 * @param key its key
	 * @return the product
	 */
	@Cacheable("products")
	public Product find(String key) {
		return Product.of(this.loads.getAndIncrement());
	}

	/**
	 * Return how often the method was called behind the cache.
	 * @return how often
	 */
	public int loads() {
		return this.loads.get();
	}

}
