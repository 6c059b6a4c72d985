package io.github.redispatterns.cache;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
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

	private final Set<String> refreshing = ConcurrentHashMap.newKeySet();

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
	 * Find or load a value for a flight that just took off.
	 * @param flight the flight
	 * @param key the key
	 * @param loader where the value comes from
	 * @param end until when to wait for others, {@code LeaseKeeper.now()}
	 * @return the value
	 * @throws Throwable what the load threw
	 */
	@Nullable Object lead(Flight flight, String key, Loader loader, long end) throws Throwable {
		CacheSettings settings = this.cache.settings();
		if (settings.loadSoftTimeout().isZero() && settings.loadTimeout().isZero()) {
			return new CallerFlight(this.cache, flight, key, end).fly(loader);
		}
		background(flight, key, async(loader), end).fly();
		return valueOf(flight.end().get());
	}

	static @Nullable Object valueOf(Flight.End end) throws Throwable {
		if (end.failure() != null) {
			throw end.failure();
		}
		return end.value();
	}

	/**
	 * Find or load a value without keeping the calling thread.
	 * @param key the key
	 * @param type type of the value
	 * @param loader where it comes from
	 * @param until until when to wait for others, {@code LeaseKeeper.now()}
	 * @return the value to come
	 */
	CompletableFuture<@Nullable Object> board(String key, @Nullable ValueType type, Loader.Async loader, long until) {
		Flight flight = new Flight(type);
		Flight other = this.cache.flights().putIfAbsent(key, flight);
		if (other == null) {
			background(flight, key, loader, until).fly();
			return result(flight, key, loader, until);
		}
		if (other.isLedByThisThread() || !other.suits(type)) {
			return alone(loader);
		}
		if (!this.cache.isKnown(other.begun())) {
			this.cache.flights().remove(key, other);
			return board(key, type, loader, until);
		}
		LocalEntry offer = this.cache.offered(other, key);
		if (offer != null) {
			return CompletableFuture.completedFuture(serve(offer));
		}
		if (other.isEarly()) {
			this.cache.flights().remove(key, other);
			return board(key, type, loader, until);
		}
		this.cache.statistics().coalesced.increment();
		return result(other, key, loader, until);
	}

	private CompletableFuture<@Nullable Object> result(Flight flight, String key, Loader.Async loader, long until) {
		return flight.end().thenCompose((end) -> {
			if (end.abandoned()) {
				return (LeaseKeeper.now() < until) ? board(key, flight.type(), loader, until) : alone(loader);
			}
			return (end.failure() != null) ? CompletableFuture.failedFuture(end.failure())
					: CompletableFuture.completedFuture(this.cache.share(end.value(), flight.type()));
		});
	}

	private static CompletableFuture<@Nullable Object> alone(Loader.Async loader) {
		try {
			return loader.load().toCompletableFuture().thenApply(Loaded::value);
		}
		catch (Throwable ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/**
	 * Load a fresh value again if it is time.
	 * @param key the key
	 * @param entry the value
	 * @param loader where it comes from
	 */
	void refreshIfDue(String key, LocalEntry entry, Loader loader) {
		if (entry.isDue() && !hasFailed(key)) {
			Loader again = loader.again();
			if (again != null) {
				refresh(key, entry, async(again));
			}
		}
	}

	void refreshIfDue(String key, LocalEntry entry, Loader.Async loader) {
		if (entry.isDue() && !hasFailed(key)) {
			Loader.Async again = loader.again();
			if (again != null) {
				refresh(key, entry, again);
			}
		}
	}

	private void refresh(String key, LocalEntry entry, Loader.Async loader) {
		Flight flight = new Flight(entry.type());
		if (!takeOff(key, entry, flight)) {
			return;
		}
		this.cache.statistics().refreshes.increment();
		try {
			background(flight, key, loader, LeaseKeeper.now()).refresh(entry);
		}
		catch (RejectedExecutionException ex) {
			this.cache.flights().remove(key, flight);
			flight.abandon();
			this.cache.statistics().rejected.increment();
		}
	}

	private boolean takeOff(String key, LocalEntry entry, Flight flight) {
		if (this.cache.local() == null) {
			// who reads meanwhile finds the value in Redis, and needs no flight
			boolean first = this.refreshing.add(key);
			if (first) {
				flight.end().whenComplete((end, none) -> this.refreshing.remove(key));
			}
			return first;
		}
		if (this.cache.flights().putIfAbsent(key, flight) != null) {
			return false;
		}
		// a write removes the value first and detaches the flight then
		if (this.cache.remembered(key, entry.type()) != entry) {
			this.cache.flights().remove(key, flight);
			flight.abandon();
			return false;
		}
		flight.offer(entry, entry.freshUntil());
		return true;
	}

	/**
	 * Load a stale value with a right that was given already.
	 * @param before the flight that found it, which makes place unless a write came in
	 * between
	 * @param key the key
	 * @param stale the value
	 * @param lookup the look that got the right
	 * @param right the right
	 * @param loader where the value comes from
	 */
	void revalidate(Flight before, String key, LocalEntry stale, Lookup lookup, Step.Right right, Loader loader) {
		Flight flight = new Flight(stale.type());
		flight.offer(stale, revalidatedUntil(stale));
		this.cache.flights().replace(key, before, flight);
		this.cache.statistics().refreshes.increment();
		new BackgroundFlight(this.cache, flight, key, async(loader), LeaseKeeper.now(), lookup).load(right);
	}

	private BackgroundFlight background(Flight flight, String key, Loader.Async loader, long until) {
		return new BackgroundFlight(this.cache, flight, key, loader, until, new Lookup(this.cache, key, flight.type()));
	}

	private static Loader.Async async(Loader loader) {
		return new Loader.Async() {

			@Override
			public CompletionStage<Loaded> load() throws Throwable {
				return CompletableFuture.completedFuture(loader.load());
			}

			@Override
			public Loader.@Nullable Async again() {
				Loader again = loader.again();
				return (again != null) ? async(again) : null;
			}

		};
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

	void after(long nanos, Runnable task) {
		this.parts.timer().after(Duration.ofNanos(Math.max(0, nanos)), task);
	}

	/**
	 * Tell whether a key certainly has no value.
	 * @param key the key
	 * @return whether it need not be loaded
	 */
	boolean isExcluded(String key) {
		String filter = this.cache.settings().bloomFilter();
		if (filter == null || !this.parts.guard().excludes(filter, key)) {
			return false;
		}
		this.cache.statistics().guarded.increment();
		return true;
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
	 * @param key the key
	 * @param landing the load
	 * @param loaded what it gave
	 * @return whether others may have it at once
	 */
	boolean landed(String key, Landing landing, Loaded loaded) {
		long ended = LeaseKeeper.now();
		this.cache.statistics().loads.increment();
		this.cache.statistics().loadNanos.add(ended - landing.begun());
		if (this.failures.estimatedSize() > 0) {
			this.failures.invalidate(key);
		}
		boolean uncommitted = this.cache.settings().transactionAware() && AfterCommit.isDue();
		if (uncommitted && loaded.stored()) {
			TransactedLoad.defer(this.cache, key, landing, loaded, ended);
		}
		else {
			landing.store(loaded, ended);
		}
		return !uncommitted;
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
