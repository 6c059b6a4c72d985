package io.github.redispatterns.cache;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.redispatterns.RedisUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Puts what the source of a cache does not have yet before what is loaded from it.
 *
 * @param cache the cache
 * @param route its way to the source
 * @param key the key
 * @param type the type that callers want, {@code null} for any
 */
record Overlay(CacheTiers cache, WriteRoute route, String key, @Nullable ValueType type) {

	/**
	 * Find what the source does not have yet.
	 * @param route the way to it
	 * @param keys the keys
	 * @param type the type that callers want, {@code null} for any
	 * @return what waits, not to be stored because its tags are unknown
	 */
	static Map<String, Loaded> find(WriteRoute route, Collection<String> keys, @Nullable ValueType type) {
		Map<String, Loaded> found = new LinkedHashMap<>();
		route.unwritten(keys).forEach((key, unwritten) -> {
			byte[] json = unwritten.value();
			ValueType written = (type != null) ? type : ValueType.of(route.type());
			found.put(key, Loaded.unstored((json != null) ? written.read(json) : null));
		});
		return found;
	}

	private @Nullable Loaded find() {
		return find(this.route, List.of(this.key), this.type).get(this.key);
	}

	Loader before(Loader loader) {
		return new Before(this, loader);
	}

	Loader.Async before(Loader.Async loader) {
		return new BeforeAsync(this, loader);
	}

	/** On the caller's thread. */
	private record Before(Overlay overlay, Loader loader) implements Loader {

		@Override
		public Loaded load() throws Throwable {
			Loaded unwritten;
			try {
				unwritten = this.overlay.find();
			}
			catch (RedisUnavailableException ex) {
				this.overlay.cache.unavailable(ex);
				// may be older than what waits in Redis
				return Loaded.unstored(this.loader.load().value());
			}
			return (unwritten != null) ? unwritten : this.loader.load();
		}

		@Override
		public @Nullable Loader again() {
			Loader again = this.loader.again();
			return (again != null) ? new Before(this.overlay, again) : null;
		}

	}

	/** Without keeping a thread. */
	private record BeforeAsync(Overlay overlay, Loader.Async loader) implements Loader.Async {

		@Override
		public CompletionStage<Loaded> load() throws Throwable {
			Loaded unwritten;
			try {
				unwritten = this.overlay.find();
			}
			catch (RedisUnavailableException ex) {
				this.overlay.cache.unavailable(ex);
				return this.loader.load().thenApply((loaded) -> Loaded.unstored(loaded.value()));
			}
			return (unwritten != null) ? CompletableFuture.completedFuture(unwritten) : this.loader.load();
		}

		@Override
		public Loader.@Nullable Async again() {
			Loader.Async again = this.loader.again();
			return (again != null) ? new BeforeAsync(this.overlay, again) : null;
		}

	}

}
