package io.github.redispatterns.cache;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.redispatterns.internal.Require;
import org.jspecify.annotations.Nullable;

/**
 * Tiers with types.
 *
 * @param <K> type of keys
 * @param <V> type of values
 */
final class TypedCache<K, V> implements TieredCache<K, V> {

	private final CacheTiers tiers;

	private final ValueType type;

	TypedCache(CacheTiers tiers, ValueType type) {
		this.tiers = tiers;
		this.type = tiers.types().declare(type);
	}

	@Override
	public String name() {
		return this.tiers.name();
	}

	@Override
	public @Nullable V get(K key) {
		LocalEntry entry = this.tiers.reads().find(KeyText.of(key), this.type);
		return (entry != null) ? cast(this.tiers.give(entry)) : null;
	}

	@Override
	public @Nullable V getOrLoad(K key, CacheLoader<K, V> loader) {
		return cast(unchecked(name(),
				() -> this.tiers.reads().get(KeyText.of(key), this.type, new KeyLoader<>(key, loader))));
	}

	static @Nullable Object unchecked(String cache, Get get) {
		try {
			return get.value();
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for a value of the cache '" + cache + "'", ex);
		}
		catch (Throwable ex) {
			throw new IllegalStateException("A loader threw what it does not declare", ex);
		}
	}

	@Override
	public CompletableFuture<@Nullable V> getAsync(K key,
			Function<? super K, ? extends CompletionStage<? extends @Nullable V>> loader) {
		return this.tiers.reads()
			.getAsync(KeyText.of(key), this.type, new AsyncKeyLoader<>(key, loader))
			.thenApply(this::cast);
	}

	@Override
	public Map<K, @Nullable V> getAll(Collection<? extends K> keys) {
		Map<String, LocalEntry> found = new BulkCall(this.tiers, this.type).find(texts(keys).keySet());
		Map<K, @Nullable V> values = new LinkedHashMap<>();
		texts(keys).forEach((text, key) -> {
			LocalEntry entry = found.get(text);
			if (entry != null) {
				values.put(key, cast(this.tiers.give(entry)));
			}
		});
		return values;
	}

	@Override
	public Map<K, @Nullable V> getAllOrLoad(Collection<? extends K> keys,
			Function<? super Collection<K>, ? extends Map<K, V>> loader) {
		Map<String, K> texts = texts(keys);
		Map<K, @Nullable V> values = new LinkedHashMap<>();
		unchecked(name(), () -> {
			Map<String, @Nullable Object> found = new BulkCall(this.tiers, this.type).get(texts.keySet(), (missing) -> {
				Map<K, V> loaded = loader.apply(missing.stream().map(texts::get).toList());
				Map<String, @Nullable Object> all = new HashMap<>();
				missing.forEach((text) -> all.put(text, loaded.get(texts.get(text))));
				return all;
			});
			texts.forEach((text, key) -> values.put(key, cast(found.get(text))));
			return null;
		});
		return values;
	}

	private Map<String, K> texts(Collection<? extends K> keys) {
		Map<String, K> texts = new LinkedHashMap<>();
		keys.forEach((key) -> texts.put(KeyText.of(key), key));
		return texts;
	}

	@Override
	public void put(K key, @Nullable V value, CacheWriteOptions options) {
		RoutedWrites writes = this.tiers.writes();
		Loaded written = new Loaded(value, true, options.ttl(), options.tags(), options.version());
		if (writes != null) {
			writes.put(key, this.type, written);
			return;
		}
		if (value == null && !this.tiers.settings().allowNull()) {
			throw NullNotAllowed.in(name());
		}
		this.tiers.direct().put(KeyText.of(key), this.type, written);
	}

	@Override
	public boolean putIfAbsent(K key, @Nullable V value) {
		RoutedWrites writes = this.tiers.writes();
		if (writes != null) {
			throw writes.refusePutIfAbsent();
		}
		return this.tiers.direct().putIfAbsent(KeyText.of(key), this.type, value) == null;
	}

	@Override
	public boolean evict(K key) {
		RoutedWrites writes = this.tiers.writes();
		return (writes != null) ? writes.evict(key) : this.tiers.direct().evict(KeyText.of(key));
	}

	@Override
	public void evictTags(String... tags) {
		this.tiers.direct()
			.evictAll(CacheWriteOptions.escape(Arrays.asList(tags)).stream().map(Versions::ofTag).toList());
	}

	@Override
	public void evictPrefix(String prefix) {
		Require.that(!prefix.isEmpty() && prefix.length() <= 256 && prefix.chars().noneMatch(Character::isISOControl),
				"prefix", prefix, "1 to 256 characters without control characters");
		// as the beginning of a text, and as that of a compound key
		this.tiers.direct().evictAll(Stream.of(KeyText.of(prefix), prefix).distinct().map(Versions::ofPrefix).toList());
	}

	@Override
	public void clear() {
		this.tiers.direct().evictAll(List.of(Versions.ALL));
	}

	@Override
	public Optional<CachedValue> inspect(K key) {
		return Inspection.of(this.tiers, KeyText.of(key));
	}

	@SuppressWarnings("unchecked")
	private @Nullable V cast(@Nullable Object value) {
		return (V) value;
	}

	/** Gets a value. */
	@FunctionalInterface
	interface Get {

		@Nullable Object value() throws Throwable;

	}

	/** Loads one key on the caller's thread. */
	private record KeyLoader<K, V>(K key, CacheLoader<K, V> loader) implements Loader {

		@Override
		public Loaded load() {
			CacheLoad load = new CacheLoad();
			return load.of(this.loader.load(this.key, load));
		}

		@Override
		public Loader again() {
			return this;
		}

	}

	/** Loads one key without keeping a thread. */
	private record AsyncKeyLoader<K, V>(K key,
			Function<? super K, ? extends CompletionStage<? extends @Nullable V>> loader) implements Loader.Async {

		@Override
		public CompletionStage<Loaded> load() {
			return this.loader.apply(this.key).thenApply(Loaded::of);
		}

		@Override
		public Loader.Async again() {
			return this;
		}

	}

}
