package io.github.redispatterns.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.cache.CacheProperties.OnWaitTimeout;
import io.github.redispatterns.internal.LeaseKeeper;
import org.jspecify.annotations.Nullable;

/**
 * Reads of one cache.
 */
final class CacheReads {

	private final CacheTiers cache;

	private final @Nullable WriteRoute route;

	CacheReads(CacheTiers cache, @Nullable WriteRoute route) {
		this.cache = cache;
		this.route = route;
	}

	/**
	 * Find a fresh value in memory or in Redis.
	 * @param key the key
	 * @param type the type they want, {@code null} for any
	 * @return the value, or {@code null}
	 */
	@Nullable LocalEntry find(String key, @Nullable ValueType type) {
		LocalEntry entry = this.cache.remembered(key, type);
		if (entry != null) {
			this.cache.statistics().localHits.increment();
			return entry;
		}
		entry = new Lookup(this.cache, key, type).find();
		if (entry == null && this.route != null) {
			entry = findUnwritten(List.of(key), type).get(key);
		}
		((entry != null) ? this.cache.statistics().remoteHits : this.cache.statistics().misses).increment();
		return entry;
	}

	/**
	 * Find what the source does not have yet.
	 * @param keys the keys
	 * @param type type of the values, {@code null} if any will do
	 * @return what waits to be written, without what waits to be deleted
	 */
	Map<String, LocalEntry> findUnwritten(Collection<String> keys, @Nullable ValueType type) {
		Map<String, LocalEntry> found = new LinkedHashMap<>();
		try {
			unwritten(keys, type).forEach((key, loaded) -> {
				Object value = loaded.value();
				if (value != null) {
					Facts facts = Write.facts(this.cache.settings(), this.cache.view().known().now(), loaded,
							Duration.ZERO);
					long now = LeaseKeeper.now();
					found.put(key, this.cache.entry(value, this.cache.valueType(type, value), facts, now, now));
				}
			});
		}
		catch (RedisUnavailableException ex) {
			this.cache.unavailable(ex);
		}
		return found;
	}

	/**
	 * Find what the source does not have yet.
	 * @param keys the keys
	 * @param type type of the values, {@code null} if any will do
	 * @return what waits, not to be stored because its tags are unknown
	 * @throws RedisUnavailableException if Redis cannot answer
	 */
	Map<String, Loaded> unwritten(Collection<String> keys, @Nullable ValueType type) {
		return (this.route != null && !keys.isEmpty()) ? Overlay.find(this.route, keys, type) : Map.of();
	}

	/**
	 * Find a fresh value, or load it.
	 * @param key the key
	 * @param type type of the value, {@code null} if any will do
	 * @param source where it comes from
	 * @return the value
	 * @throws Throwable what the load threw
	 */
	@Nullable Object get(String key, @Nullable ValueType type, Loader source) throws Throwable {
		Loader loader = (this.route != null) ? new Overlay(this.cache, this.route, key, type).before(source) : source;
		LocalEntry entry = this.cache.remembered(key, type);
		if (entry != null) {
			this.cache.statistics().localHits.increment();
			this.cache.flights().refreshIfDue(key, entry, loader);
			return this.cache.give(entry);
		}
		TransactedLoad mine = TransactedLoad.of(this.cache, key);
		if (mine != null) {
			return mine.again(loader);
		}
		long end = LeaseKeeper.now() + this.cache.settings().loadWait().toNanos();
		while (true) {
			Flight flight = new Flight(type);
			Flight other = this.cache.flights().putIfAbsent(key, flight);
			if (other == null) {
				return this.cache.flights().lead(flight, key, loader, end);
			}
			if (other.isLedByThisThread() || !other.suits(type)) {
				return loader.load().value();
			}
			if (!this.cache.trust().covers(other.begun())) {
				this.cache.flights().remove(key, other);
				continue;
			}
			LocalEntry offer = this.cache.offered(other, key);
			if (offer != null) {
				return this.cache.loading().serve(offer);
			}
			if (other.isEarly()) {
				this.cache.flights().remove(key, other);
				continue;
			}
			Flight.End landing = other.await(end - LeaseKeeper.now());
			if (landing == null) {
				return late(key, loader);
			}
			if (!landing.abandoned()) {
				this.cache.statistics().coalesced.increment();
				if (landing.failure() != null) {
					throw landing.failure();
				}
				return this.cache.share(landing.value(), type);
			}
		}
	}

	@Nullable Object late(String key, Loader loader) throws Throwable {
		if (this.cache.settings().onWaitTimeout() == OnWaitTimeout.FAIL) {
			throw CacheLoadTimeoutException.ofOthers(this.cache.name(), this.cache.settings().loadWait());
		}
		return loader.load().value();
	}

	/**
	 * Find a fresh value, or load it, without keeping the calling thread.
	 * @param key the key
	 * @param type type of the value, {@code null} if any will do
	 * @param source where it comes from
	 * @return the value to come
	 */
	CompletableFuture<@Nullable Object> getAsync(String key, @Nullable ValueType type, Loader.Async source) {
		Loader.Async loader = (this.route != null) ? new Overlay(this.cache, this.route, key, type).before(source)
				: source;
		LocalEntry entry = this.cache.remembered(key, type);
		if (entry != null) {
			this.cache.statistics().localHits.increment();
			this.cache.flights().refreshIfDue(key, entry, loader);
			return CompletableFuture.completedFuture(this.cache.give(entry));
		}
		return this.cache.flights()
			.board(key, type, loader, LeaseKeeper.now() + this.cache.settings().loadWait().toNanos());
	}

}
