package io.github.redispatterns.cache;

import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How what callers write to one cache gets to the source behind it.
 * <p>
 * For the packages of this library.
 */
public interface WriteRoute {

	/**
	 * Return the type of the values, as the source declares it.
	 * @return the type
	 */
	Type type();

	/**
	 * Return the part of the cache whose entries share a slot with what is not yet
	 * written of them.
	 * @param key key of an entry
	 * @return number of the part
	 */
	int partition(String key);

	/**
	 * Begin to write a value, which may already write it to the source.
	 * @param place where the entry is
	 * @param key the key as the caller gave it
	 * @param value the value
	 * @return what ends the write
	 */
	Passage put(EntryPlace place, Object key, Object value);

	/**
	 * Begin to delete a value, which may already delete it from the source.
	 * @param place where the entry is
	 * @param key the key as the caller gave it
	 * @return what ends the deletion
	 */
	Passage delete(EntryPlace place, Object key);

	/**
	 * Find what the source does not have yet.
	 * @param keys keys of entries
	 * @return what was written last of each, without those of which the source has it
	 * @throws io.github.redispatterns.RedisUnavailableException if Redis cannot answer
	 */
	Map<String, Unwritten> unwritten(Collection<String> keys);

	/**
	 * Learn how to evict entries.
	 * @param cache evicts them
	 */
	void attach(Entries cache);

	/** The entries of the cache, in all tiers. */
	@FunctionalInterface
	interface Entries {

		/**
		 * Evict an entry.
		 * @param key its key
		 * @param passage evicts it from Redis, together with something else
		 * @return what the passage returned
		 */
		boolean evict(String key, Passage passage);

	}

	/**
	 * What the source does not have yet.
	 *
	 * @param value the value as JSON, {@code null} if it was deleted
	 */
	record Unwritten(byte @Nullable [] value) {
	}

	/** One write on its way. */
	interface Passage {

		/**
		 * Whether the source is written later, so that the write has not happened unless
		 * Redis has it.
		 * @return whether a failure must reach the caller
		 */
		boolean isDeferred();

		/**
		 * Change the entry.
		 * @param change what to change
		 * @return for a value, whether the entry has it now; for a deletion, whether
		 * there was an entry
		 * @throws io.github.redispatterns.RedisUnavailableException if Redis cannot
		 * answer
		 */
		boolean apply(EntryChange change);

		/**
		 * The write was rolled back.
		 */
		void abandon();

	}

}
