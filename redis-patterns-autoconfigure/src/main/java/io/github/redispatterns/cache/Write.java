package io.github.redispatterns.cache;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.cache.CacheKeys.EntryKeys;
import io.github.redispatterns.internal.LeaseKeeper;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * One write of this instance to one key, from before Redis knows of it until after.
 * <p>
 * Nobody finds the old value in memory from its beginning on. What was written is kept in
 * memory only if no other write overlapped it, because which of them came last is known
 * to Redis alone.
 */
final class Write {

	private static final Log logger = LogFactory.getLog(Write.class);

	private static final byte[] NOTHING = {};

	private final CacheTiers cache;

	private final String key;

	private final boolean alone;

	private final long epoch;

	private final long since = LeaseKeeper.now();

	private final long mark;

	private @Nullable LocalEntry kept;

	Write(CacheTiers cache, String key) {
		this.cache = cache;
		this.key = key;
		this.mark = cache.recovery().mark();
		LocalTier local = cache.local();
		this.alone = local != null && local.beginWrite(key);
		this.epoch = cache.epoch(key);
	}

	/**
	 * The write has ended, whether it succeeded or not.
	 */
	void end() {
		LocalTier local = this.cache.local();
		if (local != null) {
			local.endWrite(this.key, this.kept, this.epoch);
		}
		// whoever took off meanwhile may have read what was there before
		this.cache.flights().detach(this.key);
	}

	void put(ValueType type, Loaded written, WriteRoute.@Nullable Passage passage) {
		if (!this.cache.settings().isRemote()) {
			keep(type, written, facts(this.cache.view().known().now(), written));
			return;
		}
		try {
			Versions versions = this.cache.trust().versions();
			Facts facts = facts(versions.now(), written);
			byte[] bytes = isRemembered(written) ? encode(type, written.value(), facts) : null;
			if (passage != null) {
				if (!passage.apply(change((bytes != null) ? bytes : NOTHING, life(facts), Duration.ZERO))
						&& bytes != null) {
					this.cache.recovery().delivered(this.key, this.mark);
					return;
				}
			}
			else if (bytes == null) {
				this.cache.scripts().evict(keys(), this.key, Duration.ZERO, versions);
			}
			else if (!this.cache.scripts().put(keys(), this.key, bytes, life(facts), written.version())) {
				return;
			}
			this.cache.recovery().delivered(this.key, this.mark);
			keep(type, written, facts);
		}
		catch (RedisUnavailableException ex) {
			refuse(passage, ex);
			this.cache.recovery().evictLater(this.key);
			keep(type, written, facts(this.cache.view().known().now(), written));
			this.cache.unavailable(ex);
		}
	}

	@Nullable LocalEntry putIfAbsent(ValueType type, @Nullable Object value) {
		Loaded written = Loaded.of(value);
		try {
			Versions versions = this.cache.trust().versions();
			Facts facts = facts(versions.now(), written);
			byte[] bytes = encode(type, value, facts);
			if (bytes != null) {
				Answer there = this.cache.scripts().putIfAbsent(keys(), this.key, bytes, life(facts), versions);
				if (there != null && isOutdated(there, versions)) {
					this.cache.scripts().evict(keys(), this.key, Duration.ZERO, versions);
					there = this.cache.scripts().putIfAbsent(keys(), this.key, bytes, life(facts), versions);
				}
				LocalEntry found = (there != null) ? new Lookup(this.cache, this.key, null).find() : null;
				if (found != null) {
					return found;
				}
			}
			keep(type, written, facts);
			this.cache.statistics().puts.increment();
			return null;
		}
		catch (RedisUnavailableException ex) {
			this.cache.recovery().evictLater(this.key);
			this.cache.unavailable(ex);
			return null;
		}
	}

	boolean evict(WriteRoute.@Nullable Passage passage) {
		try {
			Duration holdOff = this.cache.settings().holdOff();
			boolean was = (passage != null) ? passage.apply(change(NOTHING, 0, holdOff))
					: this.cache.scripts().evict(keys(), this.key, holdOff, this.cache.trust().versions());
			this.cache.recovery().delivered(this.key, this.mark);
			return was;
		}
		catch (RedisUnavailableException ex) {
			refuse(passage, ex);
			this.cache.recovery().evictLater(this.key);
			this.cache.unavailable(ex);
			return false;
		}
	}

	// the script takes for fresh what was evicted by tag or prefix
	private boolean isOutdated(Answer there, Versions versions) {
		Envelope envelope = Envelope.decode(there.value());
		return envelope != null && !versions.admits(envelope.facts(), this.key);
	}

	// what only Redis would have known of is not lost silently
	private void refuse(WriteRoute.@Nullable Passage passage, RedisUnavailableException cause) {
		if (passage != null && passage.isDeferred()) {
			throw new UnavailableCacheException(this.cache.name(), cause);
		}
	}

	private EntryChange change(byte[] value, long life, Duration holdOff) {
		return this.cache.scripts().change(keys().place(this.key), value, life, holdOff);
	}

	private EntryKeys keys() {
		return this.cache.keys().entry(this.key);
	}

	private void keep(ValueType type, Loaded written, Facts facts) {
		if (this.alone && isRemembered(written)) {
			this.kept = this.cache.own(written.value(), type, facts, this.since, this.since + facts.life().toNanos());
		}
	}

	private boolean isRemembered(Loaded written) {
		return written.value() != null || written.ttl() != null || !this.cache.settings().nullTtl().isZero();
	}

	private long life(Facts facts) {
		return facts.life().plus(facts.stale()).toMillis();
	}

	private byte @Nullable [] encode(ValueType type, @Nullable Object value, Facts facts) {
		return encode(this.cache, type, value, facts);
	}

	private Facts facts(Versions.Moment versions, Loaded written) {
		return facts(this.cache.settings(), versions, written, Duration.ZERO);
	}

	static Facts facts(CacheSettings settings, Versions.Moment versions, Loaded written, Duration computation) {
		Duration ttl = written.ttl();
		if (ttl == null) {
			ttl = (written.value() != null) ? settings.ttl() : settings.nullTtl();
		}
		Duration stale = (written.value() != null) ? settings.staleWindow() : Duration.ZERO;
		return new Facts(stale, computation, jitter(ttl, settings.jitter()), written.version(), versions.incarnation(),
				versions.known(), written.tags());
	}

	static Duration jitter(Duration ttl, double part) {
		double factor = 1 + part * (2 * ThreadLocalRandom.current().nextDouble() - 1);
		return Duration.ofMillis(Math.max(1, Math.round(ttl.toMillis() * factor)));
	}

	static byte @Nullable [] encode(CacheTiers cache, ValueType type, @Nullable Object value, Facts facts) {
		Encoding encoding = cache.codec().encode(value, type, facts);
		if (encoding instanceof Encoding.Encoded encoded) {
			return encoded.bytes();
		}
		String reason = (encoding instanceof Encoding.Unwritable unwritable) ? unwritable.reason()
				: "it is larger than value.max-size, " + cache.settings().maxPayload() + " bytes";
		if (cache.statistics().unstored.sum() == 0) {
			logger.warn("A value of the cache '%s' is not stored in Redis: %s".formatted(cache.name(), reason));
		}
		cache.statistics().unstored.increment();
		return null;
	}

}
