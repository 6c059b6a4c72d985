package io.github.redispatterns.cache.write;

/**
 * Writes to the source behind a cache what callers put into it and evict from it.
 * <p>
 * A change may arrive more than once, such as after a crash, so both methods have to be
 * idempotent. Changes of one key arrive in their order, and some of them not at all
 * because a later one took their place. Each has a number that is higher than those of
 * all changes of the key before it: a source that keeps it and refuses lower ones cannot
 * be set back even by an instance that was frozen in the middle of a write. Called by
 * several threads at a time. What is thrown reaches the caller of a cache that writes
 * through, and is tried again by one that writes behind.
 *
 * @param <K> type of keys: what JSON can hold, such as a text, a number or a record
 * @param <V> type of values
 */
public interface CacheWriter<K, V> {

	/**
	 * Name the cache, which need not name its writer then.
	 * @return name of the cache, empty if the cache names its writer
	 */
	default String cache() {
		return "";
	}

	/**
	 * Write a value, whether there is one or not.
	 * @param key its key
	 * @param value the value
	 * @param version number of the change
	 */
	void write(K key, V value, long version);

	/**
	 * Delete a value, if there is one.
	 * @param key its key
	 * @param version number of the change
	 */
	void delete(K key, long version);

}
