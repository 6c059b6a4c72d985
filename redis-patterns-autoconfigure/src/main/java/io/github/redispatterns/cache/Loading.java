package io.github.redispatterns.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.redispatterns.internal.LeaseKeeper;
import org.jspecify.annotations.Nullable;

/**
 * What loads of one cache have in common: who may begin, what to give when one fails.
 */
final class Loading {

	private static final int MOST_FAILURES = 10_000;

	private final CacheTiers cache;

	private final CacheParts parts;

	private final Bulkhead bulkhead;

	private final Cache<String, Boolean> failures;

	Loading(CacheTiers cache, CacheParts parts) {
		this.cache = cache;
		this.parts = parts;
		this.bulkhead = new Bulkhead(cache.settings());
		this.failures = Caffeine.newBuilder()
			.maximumSize(MOST_FAILURES)
			.expireAfterWrite(cache.settings().errorPause())
			.ticker(LeaseKeeper::now)
			.executor(Runnable::run)
			.build();
	}

	Bulkhead bulkhead() {
		return this.bulkhead;
	}

	CacheParts parts() {
		return this.parts;
	}

	Landing begin(String key, @Nullable ValueType type, Lookup lookup, Step.Right right) {
		return new Landing(this.cache, key, type, lookup, right, this.parts.leases());
	}

	/**
	 * Run what may block.
	 * @param task the task, run here if all workers are busy
	 */
	void execute(Runnable task) {
		try {
			executeOrFail(task);
		}
		catch (RejectedExecutionException ex) {
			task.run();
		}
	}

	void executeOrFail(Runnable task) {
		this.parts.workers().execute(task);
	}

	Future<?> after(long nanos, Runnable task) {
		return this.parts.timer().after(Duration.ofNanos(Math.max(0, nanos)), task);
	}

	/**
	 * Tell whether a key certainly has no value.
	 * @param key the key
	 * @return whether it need not be loaded
	 */
	boolean isExcluded(String key) {
		return !excluded(List.of(key)).isEmpty();
	}

	Set<String> excluded(Collection<String> keys) {
		String filter = this.cache.settings().bloomFilter();
		if (filter == null || keys.isEmpty()) {
			return Set.of();
		}
		Set<String> excluded = this.parts.guard().excluded(filter, keys);
		this.cache.statistics().guarded.add(excluded.size());
		return excluded;
	}

	/**
	 * A value is about to be written.
	 * @param key its key
	 * @param value the value
	 */
	void exists(String key, @Nullable Object value) {
		String filter = this.cache.settings().bloomFilter();
		if (filter != null && value != null) {
			this.parts.guard().exists(filter, key);
		}
	}

	/**
	 * Tell whether the last load failed lately, so that a stale value is given without
	 * another one.
	 * @param key the key
	 * @return whether not to load while there is a stale value
	 */
	boolean hasFailed(String key) {
		return this.failures.estimatedSize() > 0 && this.failures.getIfPresent(key) != null;
	}

	/**
	 * A load failed.
	 * @param key the key
	 * @param stale a value to give, if there is one
	 * @param failure what it threw
	 * @return what the caller gets
	 * @throws Throwable the failure, if there is nothing to give
	 */
	@Nullable Object failed(String key, @Nullable LocalEntry stale, Throwable failure) throws Throwable {
		this.cache.statistics().failures.increment();
		this.failures.put(key, Boolean.TRUE);
		if (stale != null && isBetterThanNothing(stale) && failure instanceof Exception) {
			return serve(stale);
		}
		throw failure;
	}

	/**
	 * There are too many loads.
	 * @param stale a value to give, if there is one
	 * @return what the caller gets
	 */
	@Nullable Object rejected(@Nullable LocalEntry stale) {
		this.cache.statistics().rejected.increment();
		if (stale != null && isBetterThanNothing(stale)) {
			return serve(stale);
		}
		throw new CacheLoadRejectedException(this.cache.name(), this.cache.settings().maxLoads(),
				this.cache.settings().maxQueue());
	}

	/**
	 * A load succeeded.
	 * @param all what it gave, for each of its keys
	 * @return whether others may have it at once
	 */
	boolean landed(Map<Landing, Loaded> all) {
		boolean uncommitted = isUncommitted();
		Map<Landing, Loaded> now = new LinkedHashMap<>();
		long end = LeaseKeeper.now();
		all.forEach((landing, loaded) -> {
			ended(landing, end);
			if (uncommitted && loaded.stored()) {
				TransactedLoad.defer(this.cache, landing.key(), landing, loaded, end);
			}
			else {
				now.put(landing, loaded);
			}
		});
		Landing.storeAll(this.cache, now, end);
		return !uncommitted;
	}

	private void ended(Landing landing, long end) {
		this.cache.statistics().loads.increment();
		this.cache.statistics().loadNanos.add(end - landing.begun());
		if (this.failures.estimatedSize() > 0) {
			this.failures.invalidate(landing.key());
		}
	}

	private boolean isUncommitted() {
		return this.cache.settings().transactionAware() && AfterCommit.isDue();
	}

	/**
	 * Tell whether a stale value may be given while it is loaded.
	 * @param stale the value
	 * @return whether nobody needs to wait
	 */
	boolean isRevalidated(LocalEntry stale) {
		long now = LeaseKeeper.now();
		return now >= stale.freshUntil() && now < revalidatedUntil(stale);
	}

	long revalidatedUntil(LocalEntry entry) {
		return entry.freshUntil() + this.cache.settings().staleWhileRevalidate().toNanos();
	}

	/**
	 * Tell whether a value may be given instead of an exception.
	 * @param stale the value
	 * @return whether it is not too old
	 */
	boolean isBetterThanNothing(LocalEntry stale) {
		return LeaseKeeper.now() < betterThanNothingUntil(stale);
	}

	long betterThanNothingUntil(LocalEntry entry) {
		return entry.freshUntil() + this.cache.settings().staleOnError().toNanos();
	}

	/**
	 * Give a value that may be stale.
	 * @param entry the value
	 * @return what the caller gets
	 */
	@Nullable Object serve(LocalEntry entry) {
		boolean stale = LeaseKeeper.now() >= entry.freshUntil();
		(stale ? this.cache.statistics().staleServed : this.cache.statistics().coalesced).increment();
		return this.cache.give(entry);
	}

}
