package io.github.redispatterns.cache.write;

import org.jspecify.annotations.Nullable;

/**
 * A change of one key.
 *
 * @param <K> type of keys
 * @param <V> type of values
 * @param key the key
 * @param value the value, {@code null} if it was deleted
 * @param version number of the change, higher than those of all changes of the key before
 */
public record CacheChange<K, V>(K key, @Nullable V value, long version) {

	/**
	 * Tell whether the value was deleted.
	 * @return whether there is no value any more
	 */
	public boolean isDelete() {
		return this.value == null;
	}

}
