package io.github.redispatterns.cache.write;

import java.util.List;

/**
 * Writes many changes to the source behind a cache at once.
 * <p>
 * If it throws, all of them are tried again: in smaller batches at first, so that one
 * that cannot be written does not keep the others from it.
 *
 * @param <K> type of keys
 * @param <V> type of values
 */
public interface BatchCacheWriter<K, V> extends CacheWriter<K, V> {

	/**
	 * Write changes, each of another key.
	 * @param changes the changes
	 */
	void writeAll(List<CacheChange<K, V>> changes);

	@Override
	default void write(K key, V value, long version) {
		writeAll(List.of(new CacheChange<>(key, value, version)));
	}

	@Override
	default void delete(K key, long version) {
		writeAll(List.of(new CacheChange<>(key, null, version)));
	}

}
