package io.github.redispatterns.cache;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;

import io.github.redispatterns.internal.MeterRow;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/**
 * What caches tell beyond the standard meters, which know of hits and misses alone.
 */
final class CacheMeters {

	private static final String REQUESTS = "redis.patterns.cache.requests";

	private static final String LOADS = "redis.patterns.cache.loads";

	private static final String LOAD_TIME = "redis.patterns.cache.load.time";

	private static final String COALESCED = "redis.patterns.cache.coalesced";

	private static final String STALE = "redis.patterns.cache.stale";

	private static final String BYPASSED = "redis.patterns.cache.bypassed";

	private static final String DISCARDED = "redis.patterns.cache.discarded";

	private static final String UNSTORED = "redis.patterns.cache.unstored";

	private static final String REFRESHES = "redis.patterns.cache.refreshes";

	private static final String INVALIDATIONS = "redis.patterns.cache.invalidations";

	private static final String FLUSHES = "redis.patterns.cache.flushes";

	private static final String RECOVERY = "redis.patterns.cache.recovery.waiting";

	static final List<MeterRow> METERS = List.of(
			new MeterRow(REQUESTS, "counter", "cache; tier = memory, redis; result = hit, miss",
					"Callers who asked a tier; a miss of Redis is loaded, or answered with nothing"),
			new MeterRow(LOADS, "counter", "cache; result = success, failure, rejected, excluded",
					"Loads; rejected: there were too many, excluded: the Bloom filter knows of no such key"),
			new MeterRow(LOAD_TIME, "timer", "cache", "Time of loads that succeeded"),
			new MeterRow(COALESCED, "counter", "cache", "Callers who got what another one of this instance loaded"),
			new MeterRow(STALE, "counter", "cache",
					"Stale values given: while they were loaded, or because the load failed"),
			new MeterRow(BYPASSED, "counter", "cache", "Requests that went past Redis because it was away"),
			new MeterRow(DISCARDED, "counter", "cache; reason = outdated, undecodable, foreign",
					"Values in Redis that were not given; outdated: evicted by a clear, a tag or a prefix, "
							+ "foreign: written with another type"),
			new MeterRow(UNSTORED, "counter", "cache; reason = lease, value",
					"Loaded values that Redis did not get; lease: a write or a lost lease forbade it, "
							+ "value: too large or not writable"),
			new MeterRow(REFRESHES, "counter", "cache", "Loads in the background of values that were there"),
			new MeterRow(INVALIDATIONS, "counter", "cache", "Keys that other instances wrote or evicted"),
			new MeterRow(FLUSHES, "counter", "cache",
					"How often all was forgotten because messages may have been lost"),
			new MeterRow(RECOVERY, "gauge", "cache", "Evictions that Redis was not told of yet"));

	private static final int MOST_CACHES = 1_000;

	private final MeterRegistry registry;

	private final AtomicInteger caches = new AtomicInteger();

	CacheMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	/**
	 * Show a cache that was just created.
	 * @param cache the cache
	 */
	void show(SpringCache cache) {
		// names come from code; should they not, the meters stay few
		if (this.caches.incrementAndGet() <= MOST_CACHES) {
			new OfCache(cache.tiers()).register();
		}
	}

	/** Meters of one cache. */
	private final class OfCache {

		private final CacheTiers cache;

		private final CacheStatistics counts;

		OfCache(CacheTiers cache) {
			this.cache = cache;
			this.counts = cache.statistics();
		}

		void register() {
			counter(REQUESTS, "Callers who asked a tier", CacheStatistics::memoryHits, "tier", "memory", "result",
					"hit");
			counter(REQUESTS, "Callers who asked a tier", CacheStatistics::memoryMisses, "tier", "memory", "result",
					"miss");
			counter(REQUESTS, "Callers who asked a tier", (it) -> it.remoteHits.sum(), "tier", "redis", "result",
					"hit");
			counter(REQUESTS, "Callers who asked a tier", (it) -> it.misses.sum(), "tier", "redis", "result", "miss");
			counter(LOADS, "Loads", (it) -> it.loads.sum(), "result", "success");
			counter(LOADS, "Loads", (it) -> it.failures.sum(), "result", "failure");
			counter(LOADS, "Loads", (it) -> it.rejected.sum(), "result", "rejected");
			counter(LOADS, "Loads", (it) -> it.guarded.sum(), "result", "excluded");
			FunctionTimer
				.builder(LOAD_TIME, this.counts, (it) -> it.loads.sum(), (it) -> it.loadNanos.sum(),
						TimeUnit.NANOSECONDS)
				.description("Time of loads that succeeded")
				.tags(tags())
				.register(CacheMeters.this.registry);
			counter(COALESCED, "Callers who got what another one loaded", (it) -> it.coalesced.sum());
			counter(STALE, "Stale values given", (it) -> it.staleServed.sum());
			counter(BYPASSED, "Requests that went past Redis", (it) -> it.bypassed.sum());
			counter(DISCARDED, "Values in Redis that were not given", (it) -> it.outdated.sum(), "reason", "outdated");
			counter(DISCARDED, "Values in Redis that were not given", (it) -> it.undecodable.sum(), "reason",
					"undecodable");
			counter(DISCARDED, "Values in Redis that were not given", (it) -> it.foreign.sum(), "reason", "foreign");
			counter(UNSTORED, "Loaded values that Redis did not get", (it) -> it.refused.sum(), "reason", "lease");
			counter(UNSTORED, "Loaded values that Redis did not get", (it) -> it.unstored.sum(), "reason", "value");
			counter(REFRESHES, "Loads in the background", (it) -> it.refreshes.sum());
			counter(INVALIDATIONS, "Keys that other instances wrote or evicted", (it) -> it.invalidated.sum());
			counter(FLUSHES, "How often all was forgotten", (it) -> it.flushes.sum());
			Gauge.builder(RECOVERY, this.cache, (it) -> it.recovery().size())
				.description("Evictions that Redis was not told of yet")
				.tags(tags())
				.register(CacheMeters.this.registry);
		}

		private void counter(String name, String description, ToLongFunction<CacheStatistics> count, String... tags) {
			FunctionCounter.builder(name, this.counts, count::applyAsLong)
				.description(description)
				.tags(tags().and(tags))
				.register(CacheMeters.this.registry);
		}

		private Tags tags() {
			return Tags.of("cache", this.cache.name());
		}

	}

}
