package io.github.redispatterns.cache;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import io.github.redispatterns.cache.CacheProperties.Coalesce;
import io.github.redispatterns.cache.CacheProperties.OnWaitTimeout;
import io.github.redispatterns.cache.CacheProperties.Settings;
import io.github.redispatterns.cache.CacheProperties.Tiers;
import io.github.redispatterns.internal.Require;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * What holds for one cache: what was said for it, else for all caches, else by default.
 *
 * @param ttl how long a value is fresh
 * @param nullTtl how long it is remembered that there is no value
 * @param jitter part of the ttl by which each life differs at random
 * @param tiers where values are kept
 * @param allowNull whether null may be stored
 * @param transactionAware whether writes inside a transaction wait for its commit
 * @param holdOff how long after an eviction nothing that was loaded is stored
 * @param copy whether callers get copies of what is in memory
 * @param localSize most values in memory
 * @param localTtl longest life in memory
 * @param staleOnError how long a value may be given after it went stale if its load fails
 * @param staleWhileRevalidate how long a stale value is given while it is loaded
 * @param errorPause how long a failed load is not tried again while a stale value is
 * given
 * @param refreshAhead part of the life after which a value that is read is loaded again
 * @param earlyBeta how eager values are loaded early; 0 never
 * @param coalesce who loads for whom
 * @param lease how long a load may store without a sign of life
 * @param loadWait longest wait for somebody else's load
 * @param onWaitTimeout what happens then
 * @param loadSoftTimeout time after which a stale value is given instead; zero never
 * @param loadTimeout time after which the caller gets an exception; zero never
 * @param maxLoads most loads at a time; 0 any number
 * @param maxQueue most callers that wait for one of them to end
 * @param compressAbove size from which values are compressed; negative never
 * @param maxPayload largest value that is stored
 * @param bloomFilter Bloom filter of the keys that exist
 * @param sources all of these by the names of their properties, and from where each comes
 */
record CacheSettings(Duration ttl, Duration nullTtl, double jitter, Tiers tiers, boolean allowNull,
		boolean transactionAware, Duration holdOff, boolean copy, long localSize, Duration localTtl,
		Duration staleOnError, Duration staleWhileRevalidate, Duration errorPause, double refreshAhead,
		double earlyBeta, Coalesce coalesce, Duration lease, Duration loadWait, OnWaitTimeout onWaitTimeout,
		Duration loadSoftTimeout, Duration loadTimeout, int maxLoads, int maxQueue, long compressAbove, long maxPayload,
		@Nullable String bloomFilter, Map<String, Source> sources) {

	private static final Duration LONGEST = Duration.ofDays(365);

	private static final long LARGEST = 512L * 1024 * 1024;

	/**
	 * How long Redis keeps a value after it went stale.
	 */
	Duration staleWindow() {
		return (this.staleOnError.compareTo(this.staleWhileRevalidate) > 0) ? this.staleOnError
				: this.staleWhileRevalidate;
	}

	boolean isLocal() {
		return this.tiers != Tiers.REMOTE;
	}

	boolean isRemote() {
		return this.tiers != Tiers.LOCAL;
	}

	/**
	 * Resolve what holds for a cache.
	 * @param name name of the cache
	 * @param properties what was said
	 * @return the settings, checked
	 */
	static CacheSettings of(String name, CacheProperties properties) {
		Choice c = new Choice(name, properties.caches().get(name), properties.defaults());
		Duration ttl = c.duration("ttl", Settings::ttl, Duration.ofMinutes(10));
		CacheSettings settings = new CacheSettings(ttl,
				c.durationWithin("ttl", ttl, "null-ttl", Settings::nullTtl, Duration.ofSeconds(30)),
				c.of("jitter", Settings::jitter, 0.1), c.of("tiers", Settings::tiers, Tiers.BOTH),
				c.of("allow-null", Settings::allowNull, true),
				c.of("transaction-aware", Settings::transactionAware, true),
				c.duration("evict.hold-off", (s) -> s.evict().holdOff(), Duration.ZERO),
				c.of("local.copy", (s) -> s.local().copy(), false),
				c.of("local.maximum-size", (s) -> s.local().maximumSize(), 10_000L),
				c.duration("local.ttl", (s) -> s.local().ttl(), Duration.ofMinutes(1)),
				c.duration("stale.on-error", (s) -> s.stale().onError(), Duration.ofHours(1)),
				c.duration("stale.while-revalidate", (s) -> s.stale().whileRevalidate(), Duration.ZERO),
				c.duration("stale.error-pause", (s) -> s.stale().errorPause(), Duration.ofSeconds(5)),
				c.of("refresh.ahead", (s) -> s.refresh().ahead(), 0.8),
				c.of("refresh.early-beta", (s) -> s.refresh().earlyBeta(), 1.0),
				c.of("load.coalesce", (s) -> s.load().coalesce(), Coalesce.CLUSTER),
				c.duration("load.lease", (s) -> s.load().lease(), Duration.ofSeconds(3)),
				c.duration("load.wait-time", (s) -> s.load().waitTime(), Duration.ofSeconds(10)),
				c.of("load.on-wait-timeout", (s) -> s.load().onWaitTimeout(), OnWaitTimeout.LOAD),
				c.duration("load.soft-timeout", (s) -> s.load().softTimeout(), Duration.ZERO),
				c.duration("load.timeout", (s) -> s.load().timeout(), Duration.ZERO),
				c.of("load.max-concurrent", (s) -> s.load().maxConcurrent(), 0),
				c.of("load.max-queue", (s) -> s.load().maxQueue(), 0),
				c.bytes("value.compress-above", (s) -> s.value().compressAbove(), -1),
				c.bytes("value.max-size", (s) -> s.value().maxSize(), 1024 * 1024),
				c.maybe("bloom-filter", Settings::bloomFilter), c.sources);
		settings.check(c);
		return settings;
	}

	private void check(Choice at) {
		Duration tick = Duration.ofMillis(1);
		Require.between(this.ttl, tick, LONGEST, at.place("ttl"));
		Require.between(this.nullTtl, Duration.ZERO, this.ttl, at.place("null-ttl"));
		Require.that(this.jitter >= 0 && this.jitter <= 0.5, at.place("jitter"), this.jitter, "from 0 to 0.5");
		Require.between(this.holdOff, Duration.ZERO, Duration.ofMinutes(1), at.place("evict.hold-off"));
		Require.that(this.localSize >= 1 && this.localSize <= 100_000_000, at.place("local.maximum-size"),
				this.localSize, "from 1 to 100000000");
		Require.between(this.localTtl, tick, LONGEST, at.place("local.ttl"));
		Require.between(this.staleOnError, Duration.ZERO, Duration.ofDays(30), at.place("stale.on-error"));
		Require.between(this.staleWhileRevalidate, Duration.ZERO, Duration.ofDays(30),
				at.place("stale.while-revalidate"));
		Require.between(this.errorPause, tick, Duration.ofHours(1), at.place("stale.error-pause"));
		Require.that(this.refreshAhead > 0 && this.refreshAhead <= 1, at.place("refresh.ahead"), this.refreshAhead,
				"above 0 and up to 1, which is never");
		Require.that(this.earlyBeta >= 0 && this.earlyBeta <= 100, at.place("refresh.early-beta"), this.earlyBeta,
				"from 0, which is never, to 100");
		Require.between(this.lease, Duration.ofMillis(100), Duration.ofMinutes(10), at.place("load.lease"));
		Require.between(this.loadWait, tick, Duration.ofMinutes(10), at.place("load.wait-time"));
		Require.between(this.loadTimeout, Duration.ZERO, Duration.ofHours(1), at.place("load.timeout"));
		Require.between(this.loadSoftTimeout, Duration.ZERO, Duration.ofHours(1), at.place("load.soft-timeout"));
		Require.that(this.loadTimeout.isZero() || this.loadSoftTimeout.compareTo(this.loadTimeout) < 0,
				at.place("load.soft-timeout"), this.loadSoftTimeout, "shorter than load.timeout, " + this.loadTimeout);
		Require.that(this.maxLoads >= 0, at.place("load.max-concurrent"), this.maxLoads,
				"0, which is any number, or more");
		Require.that(this.maxQueue >= 0, at.place("load.max-queue"), this.maxQueue, "0 or more");
		Require.that(!at.isSaid("value.compress-above") || this.compressAbove >= 0 && this.compressAbove <= LARGEST,
				at.place("value.compress-above"), DataSize.ofBytes(this.compressAbove), "from 0 B to 512 MB");
		Require.that(this.maxPayload >= 1 && this.maxPayload <= LARGEST, at.place("value.max-size"),
				DataSize.ofBytes(this.maxPayload), "from 1 B to 512 MB");
	}

	/**
	 * Where a setting comes from.
	 *
	 * @param value what holds
	 * @param property the property that says so, or {@code default}
	 */
	record Source(@Nullable Object value, String property) {
	}

	/** Picks each setting from the nearest place where it was said. */
	private static final class Choice {

		private static final String DEFAULT = "default";

		private final String cache;

		private final @Nullable Settings named;

		private final Settings general;

		private final Map<String, Source> sources = new TreeMap<>();

		Choice(String cache, @Nullable Settings named, Settings general) {
			this.cache = cache;
			this.named = named;
			this.general = general;
		}

		<T> @Nullable T maybe(String setting, Getter<T> getter) {
			T value = (this.named != null) ? getter.get(this.named) : null;
			if (value != null) {
				return said(setting, value, prefix(true) + setting);
			}
			value = getter.get(this.general);
			return said(setting, value, (value != null) ? prefix(false) + setting : DEFAULT);
		}

		private <T> @Nullable T said(String setting, @Nullable T value, String property) {
			this.sources.put(setting, new Source(value, property));
			return value;
		}

		<T> T of(String setting, Getter<T> getter, T otherwise) {
			T value = maybe(setting, getter);
			if (value == null) {
				this.sources.put(setting, new Source(otherwise, DEFAULT));
				return otherwise;
			}
			return value;
		}

		Duration duration(String setting, Getter<Duration> getter, Duration otherwise) {
			return of(setting, getter, otherwise);
		}

		// follows another one down, unless it was said as near as that one or nearer
		Duration durationWithin(String other, Duration most, String setting, Getter<Duration> getter,
				Duration otherwise) {
			Duration value = duration(setting, getter, otherwise);
			if (value.compareTo(most) > 0 && distance(setting) > distance(other)) {
				this.sources.put(setting, new Source(most, property(other)));
				return most;
			}
			return value;
		}

		private int distance(String setting) {
			String property = property(setting);
			return property.equals(DEFAULT) ? 2 : property.equals(prefix(true) + setting) ? 0 : 1;
		}

		long bytes(String setting, Getter<DataSize> getter, long otherwise) {
			DataSize size = maybe(setting, getter);
			return (size != null) ? size.toBytes() : otherwise;
		}

		String place(String setting) {
			return property(setting).equals(DEFAULT) ? prefix(true) + setting : property(setting);
		}

		boolean isSaid(String setting) {
			return !property(setting).equals(DEFAULT);
		}

		private String property(String setting) {
			return Objects.requireNonNull(this.sources.get(setting)).property();
		}

		private String prefix(boolean mine) {
			return mine ? "redis-patterns.cache.caches." + this.cache + "." : "redis-patterns.cache.defaults.";
		}

	}

	/** Reads one setting. */
	private interface Getter<T> {

		@Nullable T get(Settings settings);

	}

}
