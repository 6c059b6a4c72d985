package io.github.redispatterns.cache;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import io.github.redispatterns.RedisUnavailableException;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache;
import org.springframework.cache.support.NullValue;
import org.springframework.cache.support.SimpleValueWrapper;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * A cache as Spring sees it.
 */
final class SpringCache implements Cache {

	private final CacheTiers tiers;

	SpringCache(CacheTiers tiers) {
		this.tiers = tiers;
	}

	CacheTiers tiers() {
		return this.tiers;
	}

	@Override
	public String getName() {
		return this.tiers.name();
	}

	@Override
	public Object getNativeCache() {
		return this.tiers;
	}

	@Override
	public @Nullable ValueWrapper get(Object key) {
		return wrap(this.tiers.reads().find(KeyText.of(key), null));
	}

	private @Nullable ValueWrapper wrap(@Nullable LocalEntry entry) {
		return (entry != null) ? new SimpleValueWrapper(this.tiers.give(entry)) : null;
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> @Nullable T get(Object key, @Nullable Class<T> type) {
		if (type != null) {
			this.tiers.types().note(ValueType.of(type));
		}
		LocalEntry entry = this.tiers.reads().find(KeyText.of(key), null);
		Object value = (entry != null) ? this.tiers.give(entry) : null;
		if (value != null && type != null && !type.isInstance(value)) {
			throw new IllegalStateException(
					"Cached value is not of required type [" + type.getName() + "]: " + value.getClass().getName());
		}
		return (T) value;
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> @Nullable T get(Object key, Callable<T> valueLoader) {
		try {
			return (T) this.tiers.reads().get(KeyText.of(key), null, new Loader() {

				@Override
				public Loaded load() throws Exception {
					return Loaded.of(valueLoader.call());
				}

				@Override
				public @Nullable Loader again() {
					return null;
				}

			});
		}
		catch (UnavailableCacheException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new ValueRetrievalException(key, valueLoader, ex);
		}
	}

	@Override
	public @Nullable CompletableFuture<?> retrieve(Object key) {
		String text = KeyText.of(key);
		LocalEntry entry = this.tiers.remembered(text, null);
		if (entry != null) {
			this.tiers.statistics().localHits.increment();
			return CompletableFuture.completedFuture(wrap(entry));
		}
		CompletableFuture<@Nullable ValueWrapper> found = new CompletableFuture<>();
		this.tiers.loading().execute(() -> {
			try {
				found.complete(wrap(this.tiers.reads().find(text, null)));
			}
			catch (RuntimeException ex) {
				found.completeExceptionally(ex);
			}
		});
		return found;
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> valueLoader) {
		return (CompletableFuture<T>) this.tiers.reads().getAsync(KeyText.of(key), null, new Loader.Async() {

			@Override
			public CompletionStage<Loaded> load() {
				return valueLoader.get().thenApply(Loaded::of);
			}

			@Override
			public Loader.@Nullable Async again() {
				return null;
			}

		});
	}

	@Override
	public void put(Object key, @Nullable Object value) {
		put(key, null, Loaded.of(plain(value)));
	}

	void put(Object key, @Nullable ValueType type, Loaded written) {
		RoutedWrites writes = this.tiers.writes();
		if (writes != null) {
			writes.put(key, type, written);
			return;
		}
		check(written.value());
		String text = KeyText.of(key);
		afterCommit(() -> this.tiers.direct().put(text, type, written));
	}

	/**
	 * Store what a method returned that was called because this cache had no value. The
	 * source, if this cache writes to one, is where that comes from.
	 * @param key the key
	 * @param type type of the value
	 * @param loaded the value
	 */
	void store(Object key, @Nullable ValueType type, Loaded loaded) {
		if (this.tiers.writes() == null) {
			put(key, type, loaded);
			return;
		}
		check(loaded.value());
		String text = KeyText.of(key);
		afterCommit(() -> {
			if (!isWaiting(text, type)) {
				this.tiers.direct().put(text, type, loaded);
			}
		});
	}

	// what waits to be written is newer than what is in the source
	private boolean isWaiting(String key, @Nullable ValueType type) {
		try {
			return !this.tiers.reads().unwritten(List.of(key), type).isEmpty();
		}
		catch (RedisUnavailableException ex) {
			this.tiers.unavailable(ex);
			return true;
		}
	}

	@Override
	public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
		RoutedWrites writes = this.tiers.writes();
		if (writes != null) {
			throw writes.refusePutIfAbsent();
		}
		Object written = plain(value);
		check(written);
		return wrap(this.tiers.direct().putIfAbsent(KeyText.of(key), null, written));
	}

	private static @Nullable Object plain(@Nullable Object value) {
		return (value instanceof NullValue) ? null : value;
	}

	private void check(@Nullable Object value) {
		if (value == null && !this.tiers.settings().allowNull()) {
			throw NullNotAllowed.in(getName());
		}
	}

	@Override
	public void evict(Object key) {
		RoutedWrites writes = this.tiers.writes();
		if (writes != null) {
			writes.evict(key);
			return;
		}
		String text = KeyText.of(key);
		afterCommit(() -> this.tiers.direct().evict(text));
	}

	@Override
	public boolean evictIfPresent(Object key) {
		RoutedWrites writes = this.tiers.writes();
		return (writes != null) ? writes.evict(key) : this.tiers.direct().evict(KeyText.of(key));
	}

	@Override
	public void clear() {
		afterCommit(() -> this.tiers.direct().evictAll(List.of(Versions.ALL)));
	}

	@Override
	public boolean invalidate() {
		this.tiers.direct().evictAll(List.of(Versions.ALL));
		return false;
	}

	private void afterCommit(Runnable write) {
		if (this.tiers.settings().transactionAware() && TransactionSynchronizationManager.isSynchronizationActive()) {
			AfterCommit.run(write, () -> {
			});
		}
		else {
			write.run();
		}
	}

}
