package io.github.redispatterns.cache;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.redispatterns.RedisUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * One load for several keys, each of which this caller may load.
 */
final class BulkLoad {

	private final BulkCall call;

	private final CacheTiers cache;

	private final Loading loading;

	private final ValueType type;

	private final Map<String, Part> parts = new LinkedHashMap<>();

	private boolean stored = true;

	BulkLoad(BulkCall call, CacheTiers cache, ValueType type) {
		this.call = call;
		this.cache = cache;
		this.loading = cache.loading();
		this.type = type;
	}

	// from here on the lease is renewed, also while this waits for other loads to end
	void add(Lookup lookup, Step.Lead lead) {
		Landing landing = this.loading.begin(lookup.key(), this.type, lookup, lead.right());
		this.parts.put(lookup.key(), new Part(landing, lead.stale()));
	}

	/**
	 * Load what has to be loaded.
	 * @param source where values come from
	 * @throws Throwable what the load threw, if it has to reach the caller
	 */
	void load(Source source) throws Throwable {
		try {
			leaveOut();
			if (!this.parts.isEmpty()) {
				run(source);
			}
		}
		finally {
			this.parts.values().forEach((part) -> part.landing.abandon());
		}
	}

	private void leaveOut() {
		this.loading.excluded(keys()).forEach((key) -> leaveOut(key, null));
		new LinkedHashMap<>(this.parts).forEach((key, part) -> {
			if (part.stale != null && this.loading.hasFailed(key)) {
				leaveOut(key, this.loading.serve(part.stale));
			}
		});
		try {
			this.cache.reads().unwritten(keys(), this.type).forEach((key, loaded) -> leaveOut(key, loaded.value()));
		}
		catch (RedisUnavailableException ex) {
			this.cache.unavailable(ex);
			// may be older than what waits in Redis
			this.stored = false;
		}
	}

	private void leaveOut(String key, @Nullable Object value) {
		Part part = this.parts.remove(key);
		if (part != null) {
			part.landing.abandon();
			this.call.land(key, value);
		}
	}

	private void run(Source source) throws Throwable {
		if (!this.loading.bulkhead().enter(true)) {
			instead((key, stale) -> this.loading.rejected(stale));
			return;
		}
		Map<String, @Nullable Object> loaded;
		try {
			this.parts.values().forEach((part) -> part.landing.begins());
			loaded = source.load(keys());
		}
		catch (Throwable ex) {
			instead((key, stale) -> this.loading.failed(key, stale, ex));
			return;
		}
		finally {
			this.loading.bulkhead().leave();
		}
		land(loaded);
	}

	private void land(Map<String, @Nullable Object> loaded) {
		List<String> keys = keys();
		Map<Landing, Loaded> all = new LinkedHashMap<>();
		this.parts.forEach((key, part) -> all.put(part.landing,
				this.stored ? Loaded.of(loaded.get(key)) : Loaded.unstored(loaded.get(key))));
		this.parts.clear();
		boolean shared = this.loading.landed(all);
		keys.forEach((key) -> {
			if (shared) {
				this.call.land(key, loaded.get(key));
			}
			else {
				this.call.keep(key, loaded.get(key));
			}
		});
	}

	// one key that has nothing to give is an exception for the caller
	private void instead(Instead instead) throws Throwable {
		Throwable thrown = null;
		for (String key : keys()) {
			Part part = this.parts.remove(key);
			if (part == null) {
				continue;
			}
			part.landing.abandon();
			try {
				this.call.land(key, instead.of(key, part.stale));
			}
			catch (Throwable ex) {
				thrown = ex;
				this.call.fail(key, ex);
			}
		}
		if (thrown != null) {
			throw thrown;
		}
	}

	private List<String> keys() {
		return List.copyOf(this.parts.keySet());
	}

	/** Where values come from. */
	@FunctionalInterface
	interface Source {

		/**
		 * Load.
		 * @param keys the keys
		 * @return a value for each, or none
		 */
		Map<String, @Nullable Object> load(List<String> keys);

	}

	/** What a key gets that is not loaded. */
	private interface Instead {

		@Nullable Object of(String key, @Nullable LocalEntry stale) throws Throwable;

	}

	/**
	 * One key.
	 *
	 * @param landing its load
	 * @param stale a value to give if it is not loaded
	 */
	private record Part(Landing landing, @Nullable LocalEntry stale) {
	}

}
