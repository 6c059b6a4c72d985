package io.github.redispatterns.cache;

import org.jspecify.annotations.Nullable;

/**
 * Loads the value of a key.
 *
 * @param <K> type of keys
 * @param <V> type of values
 */
@FunctionalInterface
public interface CacheLoader<K, V> {

	/**
	 * Load a value.
	 * @param key the key
	 * @param load says how the value is stored
	 * @return the value
	 */
	@Nullable V load(K key, CacheLoad load);

}
