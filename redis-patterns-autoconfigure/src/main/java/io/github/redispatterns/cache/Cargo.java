package io.github.redispatterns.cache;

import io.github.redispatterns.cache.CacheKeys.EntryKeys;
import io.github.redispatterns.internal.LeaseKeeper;
import org.jspecify.annotations.Nullable;

/**
 * What a load has to store.
 *
 * @param landing the load
 * @param value the value
 * @param type how it is written
 * @param facts what is known of it
 * @param fill what Redis is to store, {@code null} if nothing
 */
record Cargo(Landing landing, @Nullable Object value, ValueType type, Facts facts, @Nullable Fill fill) {

	@Nullable LocalEntry entry(CacheTiers cache, long born) {
		return cache.own(this.value, this.type, this.facts, born, LeaseKeeper.now() + this.facts.life().toNanos());
	}

	/**
	 * What Redis is to store.
	 *
	 * @param entry where
	 * @param token of the lease
	 * @param value envelope and content
	 * @param life ms until it goes away
	 */
	record Fill(EntryKeys entry, byte[] token, byte[] value, long life) {
	}

}
