package io.github.redispatterns.cache;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.internal.Require;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;

/**
 * {@code /actuator/rediscaches}: the caches as this instance sees them, what holds for
 * each and why, what is stored for a key, and, with
 * {@code management.endpoint.rediscaches.access=unrestricted}, evictions.
 */
@Endpoint(id = "rediscaches", defaultAccess = Access.READ_ONLY)
public final class CachesEndpoint {

	private static final int MOST_HOT_KEYS = 20;

	private final TieredCacheManager caches;

	private final CacheNews news;

	private final boolean showsValues;

	CachesEndpoint(TieredCacheManager caches, CacheNews news, boolean showsValues) {
		this.caches = caches;
		this.news = news;
		this.showsValues = showsValues;
	}

	/**
	 * List the caches as this instance sees them, without asking Redis.
	 * @return the report
	 */
	@ReadOperation
	public Report report() {
		return new Report(this.news.isTrusted(),
				this.caches.getCacheNames().stream().map(this.caches::tiers).map(CachesEndpoint::summary).toList());
	}

	/**
	 * Look at one cache as this instance sees it: its settings with where each comes
	 * from, and the keys for which it asks Redis most often.
	 * @param cache name of the cache
	 * @return what is known, or {@code null} if there is no such cache
	 */
	@ReadOperation
	public @Nullable Detail look(@Selector String cache) {
		return known(cache).map((tiers) -> {
			Map<String, Setting> settings = new TreeMap<>();
			tiers.settings()
				.sources()
				.forEach((name, source) -> settings.put(name,
						new Setting((source.value() != null) ? source.value().toString() : null, source.property())));
			return new Detail(summary(tiers), settings,
					tiers.hotKeys()
						.top(MOST_HOT_KEYS)
						.stream()
						.map((hot) -> new Frequency(hot.key(), hot.lookups()))
						.toList());
		}).orElse(null);
	}

	/**
	 * Look at what is stored for a key, in memory of this instance and in Redis. The
	 * value is shown with {@code redis-patterns.cache.show-values} alone.
	 * @param cache name of the cache
	 * @param key the key, with slashes if it has some
	 * @return what is stored, or {@code null} if there is nothing
	 */
	@ReadOperation
	public @Nullable Entry inspect(@Selector String cache, @Selector(match = Match.ALL_REMAINING) String... key) {
		CacheTiers tiers = known(cache).orElse(null);
		if (tiers == null) {
			return null;
		}
		String name = String.join("/", key);
		try {
			return Inspection.of(tiers, name)
				.map((stored) -> new Entry(true, stored, this.showsValues ? Inspection.json(tiers, name) : null))
				.orElse(null);
		}
		catch (RedisUnavailableException ex) {
			return new Entry(false, null, null);
		}
	}

	/**
	 * Evict all values of a cache on all instances, or those with a tag, or those whose
	 * keys begin with a prefix.
	 * @param cache name of the cache
	 * @param tag which values; all if neither is given
	 * @param prefix which values; all if neither is given
	 * @return whether all instances were told
	 */
	@DeleteOperation
	public Evicted clear(@Selector String cache, @Nullable String tag, @Nullable String prefix) {
		return asked(() -> {
			CacheTiers tiers = existing(cache);
			Require.that(tag == null || prefix == null, "prefix", prefix, "left out where a tag is given");
			if (tag != null) {
				tiers.direct().evictAll(CacheWriteOptions.escape(List.of(tag)).stream().map(Versions::ofTag).toList());
			}
			else if (prefix != null) {
				Require.text(prefix, "prefix");
				tiers.direct().evictAll(List.of(Versions.ofPrefix(prefix)));
			}
			else {
				tiers.direct().evictAll(List.of(Versions.ALL));
			}
			return new Evicted(null, tiers.recovery().size());
		});
	}

	/**
	 * Evict a key on all instances.
	 * @param cache name of the cache
	 * @param key the key, with slashes if it has some
	 * @return whether there was a value
	 */
	@DeleteOperation
	public Evicted evict(@Selector String cache, @Selector(match = Match.ALL_REMAINING) String... key) {
		return asked(() -> {
			CacheTiers tiers = existing(cache);
			boolean was = tiers.direct().evict(String.join("/", key));
			return new Evicted(was, tiers.recovery().size());
		});
	}

	private Optional<CacheTiers> known(String cache) {
		return this.caches.getCacheNames().contains(cache) ? Optional.of(this.caches.tiers(cache)) : Optional.empty();
	}

	private CacheTiers existing(String cache) {
		return known(cache).orElseThrow(() -> new IllegalArgumentException(
				"There is no cache '%s': known are %s".formatted(cache, this.caches.getCacheNames())));
	}

	private static Summary summary(CacheTiers cache) {
		CacheStatistics counts = cache.statistics();
		return new Summary(cache.name(), cache.settings().tiers().name(), cache.entries(),
				new Ratio(counts.memoryHits(), counts.memoryMisses()),
				new Ratio(counts.remoteHits.sum(), counts.misses.sum()), counts.loads.sum(), counts.failures.sum(),
				counts.staleServed.sum(), counts.bypassed.sum(), cache.recovery().size());
	}

	// what was asked for wrongly is the caller's fault, not the server's
	private static <T> T asked(Supplier<T> operation) {
		try {
			return operation.get();
		}
		catch (IllegalArgumentException ex) {
			String message = String.valueOf(ex.getMessage());
			throw new InvalidEndpointRequestException(message, message);
		}
	}

	/**
	 * The caches of this instance.
	 *
	 * @param trusted whether messages of other instances are known to arrive; nothing
	 * before a cache needed them
	 * @param caches the caches in the order of their names
	 */
	public record Report(@Nullable Boolean trusted, List<Summary> caches) {
	}

	/**
	 * A cache as this instance sees it, with counts since its start.
	 *
	 * @param name name of the cache
	 * @param tiers where it keeps values
	 * @param entries values in memory
	 * @param memory how often memory had the value
	 * @param redis how often Redis had it
	 * @param loads loads that succeeded
	 * @param failures loads that failed
	 * @param stale stale values given
	 * @param bypassed requests that went past Redis
	 * @param waitingEvictions evictions that Redis was not told of yet
	 */
	public record Summary(String name, String tiers, long entries, Ratio memory, Ratio redis, long loads, long failures,
			long stale, long bypassed, int waitingEvictions) {
	}

	/**
	 * How often a tier had what was asked for.
	 *
	 * @param hits how often it had it
	 * @param misses how often it had not
	 * @param ratio hits of all, nothing if there were none
	 */
	public record Ratio(long hits, long misses, @Nullable Double ratio) {

		Ratio(long hits, long misses) {
			this(hits, misses, (hits + misses > 0) ? (Double) ((double) hits / (hits + misses)) : null);
		}

	}

	/**
	 * One cache.
	 *
	 * @param summary how it does
	 * @param settings what holds for it, by the names of properties
	 * @param hotKeys keys for which this instance asked Redis most often in the last ten
	 * minutes
	 */
	public record Detail(Summary summary, Map<String, Setting> settings, List<Frequency> hotKeys) {
	}

	/**
	 * What holds.
	 *
	 * @param value the value
	 * @param source the property that says so, or {@code default}
	 */
	public record Setting(@Nullable String value, String source) {
	}

	/**
	 * How often Redis was asked for a key.
	 *
	 * @param key the key
	 * @param lookups how often
	 */
	public record Frequency(String key, long lookups) {
	}

	/**
	 * What is stored for a key.
	 *
	 * @param available whether Redis answered
	 * @param stored what is known of it
	 * @param value the value as JSON, if values are shown
	 */
	public record Entry(boolean available, @Nullable CachedValue stored, @Nullable String value) {
	}

	/**
	 * An eviction.
	 *
	 * @param present whether there was a value, where that is known
	 * @param waitingEvictions evictions of the cache that Redis was not told of yet
	 */
	public record Evicted(@Nullable Boolean present, int waitingEvictions) {
	}

}
