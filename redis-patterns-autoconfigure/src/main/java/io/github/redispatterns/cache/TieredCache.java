package io.github.redispatterns.cache;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A cache with keys and values of certain types, in memory and in Redis.
 * <p>
 * What was written or evicted, in any instance, is not given to callers of another
 * instance for longer than the bound of staleness, and to callers of the same instance
 * not at all. While Redis is away values are loaded, unless the cache is configured to
 * fail. Safe for concurrent use.
 *
 * @param <K> type of keys: texts, numbers, enums, or objects with a {@code toString} that
 * tells them apart
 * @param <V> type of values
 */
public interface TieredCache<K, V> {

	/**
	 * Return the name of the cache.
	 * @return the name
	 */
	String name();

	/**
	 * Get a value that is there.
	 * @param key the key
	 * @return the value, or {@code null} if there is none or it is {@code null}
	 */
	@Nullable V get(K key);

	/**
	 * Get a value, or load it: once for all who want it, in all instances.
	 * @param key the key
	 * @param loader where the value comes from; what it throws reaches the caller, unless
	 * a stale value may be given
	 * @return the value
	 * @throws CacheLoadTimeoutException if the load takes longer than is configured
	 * @throws CacheLoadRejectedException if there are more loads than is configured
	 */
	default @Nullable V getOrLoad(K key, Function<? super K, ? extends @Nullable V> loader) {
		return getOrLoad(key, (same, load) -> loader.apply(same));
	}

	/**
	 * Get a value, or load it and say how it is stored.
	 * @param key the key
	 * @param loader where the value comes from
	 * @return the value
	 * @throws CacheLoadTimeoutException if the load takes longer than is configured
	 * @throws CacheLoadRejectedException if there are more loads than is configured
	 */
	@Nullable V getOrLoad(K key, CacheLoader<K, V> loader);

	/**
	 * Get a value, or load it, without keeping a thread.
	 * @param key the key
	 * @param loader where the value comes from
	 * @return the value to come
	 */
	CompletableFuture<@Nullable V> getAsync(K key,
			Function<? super K, ? extends CompletionStage<? extends @Nullable V>> loader);

	/**
	 * Get the values that are there.
	 * @param keys the keys
	 * @return those that have a value, {@code null} included
	 */
	Map<K, @Nullable V> getAll(Collection<? extends K> keys);

	/**
	 * Get values, and load those that are missing with one call. A key that somebody else
	 * loads is waited for.
	 * @param keys the keys
	 * @param loader called with the missing keys; those it does not return have the value
	 * {@code null}. What it throws reaches the caller, unless a stale value may be given
	 * for each of them
	 * @return a value for each key, in their order
	 * @throws CacheLoadRejectedException if there are more loads than is configured
	 */
	Map<K, @Nullable V> getAllOrLoad(Collection<? extends K> keys,
			Function<? super Collection<K>, ? extends Map<K, V>> loader);

	/**
	 * Write a value.
	 * @param key the key
	 * @param value the value
	 */
	default void put(K key, @Nullable V value) {
		put(key, value, CacheWriteOptions.NONE);
	}

	/**
	 * Write a value.
	 * @param key the key
	 * @param value the value
	 * @param options how to store it
	 */
	void put(K key, @Nullable V value, CacheWriteOptions options);

	/**
	 * Write a value unless there is one.
	 * @param key the key
	 * @param value the value
	 * @return whether it was written
	 */
	boolean putIfAbsent(K key, @Nullable V value);

	/**
	 * Remove a value.
	 * @param key the key
	 * @return whether there was one
	 */
	boolean evict(K key);

	/**
	 * Remove all values with any of some tags, in one command however many they are.
	 * @param tags the tags
	 */
	void evictTags(String... tags);

	/**
	 * Remove all values whose keys begin with a text, in one command however many they
	 * are.
	 * @param prefix the text
	 */
	void evictPrefix(String prefix);

	/**
	 * Remove all values, in one command however many they are.
	 */
	void clear();

	/**
	 * Look at what is stored, without any effect on it.
	 * @param key the key
	 * @return what is there, fresh or stale
	 */
	Optional<CachedValue> inspect(K key);

}
