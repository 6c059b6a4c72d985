package io.github.redispatterns.benchmarks.cache;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A cache as one instance calls it.
 */
interface Handle {

	@Nullable Product find(String key);

	void put(String key, Product product);

	/**
	 * Remove a value.
	 * @param key the key
	 * @return whether there was one
	 */
	boolean evict(String key);

	/**
	 * Get a value, or load and store it, with as much protection as the library has.
	 * @param key the key
	 * @param loader where it comes from
	 * @return the value
	 */
	@Nullable Product load(String key, Supplier<Product> loader);

}
