package io.github.redispatterns.cache;

import java.time.Duration;
import java.util.List;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.cache.CacheScripts.Bump;
import io.github.redispatterns.internal.LeaseKeeper;
import org.jspecify.annotations.Nullable;

/**
 * Writes to one cache alone: its source, if it has one, is not told.
 */
final class DirectWrites {

	private final CacheTiers cache;

	private final @Nullable LocalTier local;

	DirectWrites(CacheTiers cache) {
		this.cache = cache;
		this.local = cache.local();
	}

	/**
	 * Write a value to the cache alone.
	 * @param key the key
	 * @param type type of the value
	 * @param written the value
	 */
	void put(String key, @Nullable ValueType type, Loaded written) {
		put(key, type, written, null);
	}

	void put(String key, @Nullable ValueType type, Loaded written, WriteRoute.@Nullable Passage passage) {
		this.cache.statistics().puts.increment();
		this.cache.loading().exists(key, written.value());
		this.cache.flights().detach(key);
		Write write = new Write(this.cache, key);
		try {
			write.put(this.cache.valueType(type, written.value()), written, passage);
		}
		finally {
			write.end();
		}
	}

	/**
	 * Write a value unless there is one.
	 * @param key the key
	 * @param type type of the value
	 * @param value the value
	 * @return what is there, {@code null} if the value was written
	 */
	@Nullable LocalEntry putIfAbsent(String key, @Nullable ValueType type, @Nullable Object value) {
		this.cache.loading().exists(key, value);
		this.cache.flights().detach(key);
		if (this.local != null && !this.cache.settings().isRemote()) {
			return putIfAbsentHere(this.local, key, this.cache.valueType(type, value), value);
		}
		Write write = new Write(this.cache, key);
		try {
			return write.putIfAbsent(this.cache.valueType(type, value), value);
		}
		finally {
			write.end();
		}
	}

	private @Nullable LocalEntry putIfAbsentHere(LocalTier memory, String key, ValueType type, @Nullable Object value) {
		long now = LeaseKeeper.now();
		Facts facts = Write.facts(this.cache.settings(), this.cache.view().known().now(), Loaded.of(value),
				Duration.ZERO);
		LocalEntry entry = this.cache.own(value, type, facts, now, now + facts.life().toNanos());
		LocalEntry there = (entry != null)
				? memory.putIfAbsent(key, entry, (before) -> before.isAdmitted(this.cache.view().known(), key)) : null;
		this.cache.flights().detach(key);
		if (there != entry) {
			return there;
		}
		this.cache.statistics().puts.increment();
		return null;
	}

	/**
	 * Remove a value from the cache alone.
	 * @param key the key
	 * @return whether a fresh one was there
	 */
	boolean evict(String key) {
		return evict(key, null);
	}

	boolean evict(String key, WriteRoute.@Nullable Passage passage) {
		this.cache.statistics().evictions.increment();
		this.cache.flights().detach(key);
		if (this.local != null && !this.cache.settings().isRemote()) {
			LocalEntry was = this.local.take(key);
			this.cache.flights().detach(key);
			return was != null && was.isAdmitted(this.cache.view().known(), key);
		}
		Write write = new Write(this.cache, key);
		try {
			return write.evict(passage);
		}
		finally {
			write.end();
		}
	}

	/**
	 * Remove what is covered by tags or prefixes, or all.
	 * @param fields what to evict, see {@link Versions}
	 */
	void evictAll(List<String> fields) {
		this.cache.statistics().evictions.increment();
		this.cache.flights().detachAll();
		if (fields.contains(Versions.ALL) && this.local != null) {
			this.local.flush();
		}
		if (!this.cache.settings().isRemote()) {
			this.cache.view().known().evictedHere(fields);
			return;
		}
		try {
			Bump bump = this.cache.scripts().bump(VersionView.candidate(), fields);
			this.cache.evicted(bump.incarnation(), bump.number(), fields);
		}
		catch (RedisUnavailableException ex) {
			this.cache.recovery().evictLater(fields);
			if (this.local != null) {
				this.local.flush();
			}
			this.cache.flights().detachAll();
			this.cache.unavailable(ex);
		}
	}

}
