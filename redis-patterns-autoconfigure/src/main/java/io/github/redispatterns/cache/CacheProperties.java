package io.github.redispatterns.cache;

import java.time.Duration;
import java.util.Map;

import io.github.redispatterns.internal.AdviceOrder;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings for caches.
 *
 * @param enabled whether the two-tier cache manager is configured
 * @param enableCaching whether @Cacheable and its kin work without @EnableCaching
 * @param adviceOrder order of the advice of @CacheTagEvict among other advice
 * @param createOnDemand whether caches come into being that no property names
 * @param whenUnavailable what happens to callers while Redis is away
 * @param showValues whether the endpoint rediscaches shows values
 * @param defaults settings of all caches
 * @param caches settings of the caches of one name
 */
@ConfigurationProperties("redis-patterns.cache")
public record CacheProperties(@DefaultValue("true") boolean enabled, @DefaultValue("true") boolean enableCaching,
		@DefaultValue("" + AdviceOrder.CACHE_TAGS) int adviceOrder, @DefaultValue("true") boolean createOnDemand,
		@DefaultValue("BYPASS") WhenUnavailable whenUnavailable, @DefaultValue("false") boolean showValues,
		@DefaultValue Settings defaults, @DefaultValue Map<String, Settings> caches) {

	/** What happens to callers while Redis is away. */
	public enum WhenUnavailable {

		/** Values are loaded, and what could not be evicted is evicted later. */
		BYPASS,

		/** They get the exception. */
		FAIL

	}

	/** Where values are kept. */
	public enum Tiers {

		/** In memory and in Redis. */
		BOTH,

		/** In memory only: instances do not know of each other. */
		LOCAL,

		/** In Redis only. */
		REMOTE

	}

	/** Who loads for whom. */
	public enum Coalesce {

		/** One caller for all instances. */
		CLUSTER,

		/** One caller in each instance. */
		LOCAL

	}

	/** What happens to a caller who waited for somebody else's load. */
	public enum OnWaitTimeout {

		/** It loads for itself, and stores nothing. */
		LOAD,

		/** It gets a {@link CacheLoadTimeoutException}. */
		FAIL

	}

	/**
	 * Settings of caches; what is not said for one cache holds for all.
	 *
	 * @param ttl how long a value is fresh, 10m by default
	 * @param nullTtl how long it is remembered that there is no value, 30s by default;
	 * zero does not remember it
	 * @param jitter part of the ttl by which each life differs at random, 0.1 by default
	 * @param tiers where values are kept: BOTH by default, LOCAL or REMOTE
	 * @param allowNull whether null may be stored, true by default
	 * @param transactionAware whether writes inside a transaction wait for its commit,
	 * true by default
	 * @param bloomFilter name of a Bloom filter of the keys that exist; what it does not
	 * know is not looked for
	 * @param local settings of the values in memory
	 * @param stale when stale values are given
	 * @param refresh when values are loaded before they go stale
	 * @param load settings of loads
	 * @param value settings of stored values
	 * @param evict settings of evictions
	 * @param write how what is written gets to the source behind the cache
	 */
	public record Settings(@Nullable Duration ttl, @Nullable Duration nullTtl, @Nullable Double jitter,
			@Nullable Tiers tiers, @Nullable Boolean allowNull, @Nullable Boolean transactionAware,
			@Nullable String bloomFilter, @DefaultValue Local local, @DefaultValue Stale stale,
			@DefaultValue Refresh refresh, @DefaultValue Load load, @DefaultValue Value value,
			@DefaultValue Evict evict, @DefaultValue Write write) {
	}

	/**
	 * Settings of the values in memory.
	 *
	 * @param maximumSize most values, 10000 by default
	 * @param ttl longest life of a value in memory, 1m by default
	 * @param copy whether each caller gets a copy of its own, which mutable values need;
	 * false by default
	 */
	public record Local(@Nullable Long maximumSize, @Nullable Duration ttl, @Nullable Boolean copy) {
	}

	/**
	 * When stale values are given.
	 *
	 * @param onError how long after it went stale a value is given if its load fails, 1h
	 * by default
	 * @param whileRevalidate how long after it went stale a value is given while it is
	 * loaded in the background, zero by default
	 * @param errorPause how long a failed load is not tried again meanwhile, 5s by
	 * default
	 */
	public record Stale(@Nullable Duration onError, @Nullable Duration whileRevalidate, @Nullable Duration errorPause) {
	}

	/**
	 * When values are loaded before they go stale.
	 *
	 * @param ahead part of its life after which a value that is read is loaded again in
	 * the background, 0.8 by default; 1 never
	 * @param earlyBeta how eagerly values that take long to compute are loaded early, 1.0
	 * by default; 0 never
	 */
	public record Refresh(@Nullable Double ahead, @Nullable Double earlyBeta) {
	}

	/**
	 * Settings of loads.
	 *
	 * @param coalesce who loads for whom: CLUSTER by default, or LOCAL
	 * @param lease how long a load may store without a sign of life from its instance, 3s
	 * by default: after that time somebody else takes over from an instance that died
	 * @param waitTime longest wait for somebody else's load, 10s by default; longer than
	 * the lease, or all who wait for an instance that died load for themselves
	 * @param onWaitTimeout what happens then: LOAD by default, or FAIL
	 * @param softTimeout time after which a stale value is given instead, if there is
	 * one; zero, which is never, by default
	 * @param timeout time after which the caller gets an exception while the load goes
	 * on; zero, which is never, by default
	 * @param maxConcurrent most loads at a time; 0, which is any number, by default
	 * @param maxQueue most callers that wait for one of them to end, 0 by default
	 */
	public record Load(@Nullable Coalesce coalesce, @Nullable Duration lease, @Nullable Duration waitTime,
			@Nullable OnWaitTimeout onWaitTimeout, @Nullable Duration softTimeout, @Nullable Duration timeout,
			@Nullable Integer maxConcurrent, @Nullable Integer maxQueue) {
	}

	/**
	 * Settings of stored values.
	 *
	 * @param compressAbove size from which values are compressed in Redis; never by
	 * default
	 * @param maxSize largest value that is stored in Redis, 1MB by default
	 */
	public record Value(@Nullable DataSize compressAbove, @Nullable DataSize maxSize) {
	}

	/**
	 * Settings of evictions.
	 *
	 * @param holdOff how long after an eviction nothing that was loaded is stored, for
	 * sources that lag behind; zero by default
	 */
	public record Evict(@Nullable Duration holdOff) {
	}

	/**
	 * How what is written to a cache gets to the source behind it.
	 *
	 * @param mode when the source is written: THROUGH before the cache, BEHIND later; by
	 * default only the cache is written
	 * @param writer name of the bean that writes the source; by default the only one that
	 * names the cache
	 * @param delay how long a change may wait, and with it those of the same key that
	 * follow, 1s by default
	 * @param batch most changes that are written at once, 100 by default
	 * @param maxAttempts attempts after which a change becomes a dead letter, 5 by
	 * default
	 * @param backoff pause after the first failure, doubled by each further one, 100ms by
	 * default
	 * @param maxBackoff longest such pause, 30s by default
	 * @param maxBacklog most keys that wait to be written, 100000 by default
	 * @param onBacklogFull what happens to further keys: BLOCK by default, REJECT or
	 * THROUGH
	 * @param blockTime longest wait of BLOCK, 5s by default
	 * @param partitions parts that are written in parallel, 16 by default; must be the
	 * same in all instances
	 * @param lease how long the changes that an instance is writing wait for a sign of
	 * life from it before another one takes over, 10s by default
	 */
	public record Write(@Nullable WriteMode mode, @Nullable String writer, @Nullable Duration delay,
			@Nullable Integer batch, @Nullable Integer maxAttempts, @Nullable Duration backoff,
			@Nullable Duration maxBackoff, @Nullable Integer maxBacklog, @Nullable OnBacklogFull onBacklogFull,
			@Nullable Duration blockTime, @Nullable Integer partitions, @Nullable Duration lease) {
	}

	/** When the source behind a cache is written. */
	public enum WriteMode {

		/** Before the cache, by the caller. */
		THROUGH,

		/** Later, by any instance. */
		BEHIND

	}

	/** What happens to a write while too many wait for the source. */
	public enum OnBacklogFull {

		/** It waits. */
		BLOCK,

		/** It gets an exception. */
		REJECT,

		/** It writes the source itself. */
		THROUGH

	}

}
