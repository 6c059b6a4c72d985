package io.github.redispatterns.cache;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.redispatterns.internal.Require;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.core.ParameterizedTypeReference;

/**
 * The caches of an application: in memory and in Redis, behind Spring's annotations and
 * behind a typed API of their own.
 * <p>
 * A cache comes into being when it is first asked for. Its settings are those of
 * {@code redis-patterns.cache.caches.<name>}, then those of
 * {@code redis-patterns.cache.defaults}.
 */
public final class TieredCacheManager implements CacheManager {

	private final CacheProperties properties;

	private final CacheParts parts;

	private final List<Consumer<? super SpringCache>> watchers = new ArrayList<>();

	private final Map<String, SpringCache> caches = new ConcurrentHashMap<>();

	TieredCacheManager(CacheProperties properties, CacheParts parts) {
		this.properties = properties;
		this.parts = parts;
		// a wrong setting ends the start, not the first call
		properties.caches().keySet().forEach((name) -> {
			checkName(name, "redis-patterns.cache.caches");
			CacheSettings.of(name, properties);
		});
		CacheSettings.of("*", properties);
	}

	/**
	 * Check that settings name filters that exist; code may define them until all beans
	 * are there.
	 */
	void checkFilters() {
		Stream.concat(Stream.of("*"), this.properties.caches().keySet().stream())
			.map((name) -> CacheSettings.of(name, this.properties))
			.forEach((settings) -> {
				CacheSettings.Source named = settings.sources().get("bloom-filter");
				if (settings.bloomFilter() != null && named != null) {
					this.parts.guard().require(settings.bloomFilter(), named.property());
				}
			});
	}

	/**
	 * Be told of each cache, those that are there and those to come.
	 * @param watcher told once of each
	 */
	void watch(Consumer<? super SpringCache> watcher) {
		synchronized (this.watchers) {
			this.watchers.add(watcher);
			this.caches.values().forEach(watcher);
		}
	}

	@Override
	public @Nullable Cache getCache(String name) {
		SpringCache cache = this.caches.get(name);
		if (cache != null) {
			return cache;
		}
		if (!this.properties.createOnDemand() && !this.properties.caches().containsKey(name)) {
			return null;
		}
		return create(name);
	}

	@Override
	public Collection<String> getCacheNames() {
		Collection<String> names = new TreeSet<>(this.properties.caches().keySet());
		names.addAll(this.caches.keySet());
		return List.copyOf(names);
	}

	/**
	 * Return a cache with types.
	 * @param <K> type of keys
	 * @param <V> type of values
	 * @param name name of the cache
	 * @param keys type of keys
	 * @param values type of values
	 * @return the cache
	 */
	public <K, V> TieredCache<K, V> cache(String name, Class<K> keys, Class<V> values) {
		return new TypedCache<>(tiers(name), ValueType.of(values));
	}

	/**
	 * Return a cache with types that have arguments.
	 * @param <K> type of keys
	 * @param <V> type of values
	 * @param name name of the cache
	 * @param keys type of keys
	 * @param values type of values, such as {@code new
	 * ParameterizedTypeReference<List<User>>() { }}
	 * @return the cache
	 */
	public <K, V> TieredCache<K, V> cache(String name, Class<K> keys, ParameterizedTypeReference<V> values) {
		Type type = values.getType();
		return new TypedCache<>(tiers(name), ValueType.of(type));
	}

	Collection<SpringCache> caches() {
		return this.caches.values();
	}

	CacheTiers tiers(String name) {
		if (getCache(name) instanceof SpringCache cache) {
			return cache.tiers();
		}
		throw new IllegalArgumentException(
				"There is no cache '%s', and none is created on demand: known are %s".formatted(name, getCacheNames()));
	}

	private SpringCache create(String name) {
		checkName(name, "cacheNames");
		synchronized (this.watchers) {
			SpringCache known = this.caches.get(name);
			if (known != null) {
				return known;
			}
			SpringCache cache = new SpringCache(
					new CacheTiers(name, CacheSettings.of(name, this.properties), this.parts));
			this.caches.put(name, cache);
			this.watchers.forEach((watcher) -> watcher.accept(cache));
			return cache;
		}
	}

	private static void checkName(String name, String place) {
		Require.that(!name.isBlank() && name.length() <= 128 && name.chars().noneMatch(Character::isISOControl), place,
				name, "1 to 128 characters without control characters");
	}

}
