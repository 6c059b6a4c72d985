package io.github.redispatterns.cache;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

import io.github.redispatterns.cache.CacheProperties.OnWaitTimeout;
import io.github.redispatterns.internal.LeaseKeeper;
import org.jspecify.annotations.Nullable;

/**
 * The loads of one cache that are under way in this instance, one for each key.
 */
final class Flights {

	private final CacheTiers cache;

	private final Map<String, Flight> flights = new ConcurrentHashMap<>();

	private final Set<String> refreshing = ConcurrentHashMap.newKeySet();

	Flights(CacheTiers cache) {
		this.cache = cache;
	}

	boolean isEmpty() {
		return this.flights.isEmpty();
	}

	/**
	 * Let a load begin if there is none of its key.
	 * @param key the key
	 * @param flight the load
	 * @return the load there is, {@code null} if this one may begin
	 */
	@Nullable Flight putIfAbsent(String key, Flight flight) {
		return this.flights.putIfAbsent(key, flight);
	}

	/**
	 * A load has ended, or nobody may join it any more.
	 * @param key its key
	 * @param flight the load
	 */
	void remove(String key, Flight flight) {
		this.flights.remove(key, flight);
	}

	/**
	 * A key was written: who comes later does not join what began before.
	 * @param key the key
	 */
	void detach(String key) {
		this.flights.remove(key);
	}

	/**
	 * A part of the cache was evicted: who comes later joins nothing that began before.
	 */
	void detachAll() {
		this.flights.clear();
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
		Flight other = this.flights.putIfAbsent(key, flight);
		if (other == null) {
			background(flight, key, loader, until).fly();
			return flight.end().thenCompose((end) -> landed(end, flight, key, loader, until));
		}
		if (other.isLedByThisThread() || !other.suits(type)) {
			return alone(loader);
		}
		if (!this.cache.trust().covers(other.begun())) {
			this.flights.remove(key, other);
			return board(key, type, loader, until);
		}
		LocalEntry offer = this.cache.offered(other, key);
		if (offer != null) {
			return CompletableFuture.completedFuture(this.cache.loading().serve(offer));
		}
		if (other.isEarly()) {
			this.flights.remove(key, other);
			return board(key, type, loader, until);
		}
		this.cache.statistics().coalesced.increment();
		return join(other, key, loader, until);
	}

	private CompletableFuture<@Nullable Object> join(Flight other, String key, Loader.Async loader, long until) {
		CompletableFuture<Flight.@Nullable End> awaited = new CompletableFuture<>();
		other.end().thenAccept(awaited::complete);
		Loading loading = this.cache.loading();
		Future<?> limit = loading.after(until - LeaseKeeper.now(), () -> loading.execute(() -> awaited.complete(null)));
		awaited.thenRun(() -> limit.cancel(false));
		return awaited.thenCompose((end) -> (end != null) ? landed(end, other, key, loader, until) : late(loader));
	}

	private CompletableFuture<@Nullable Object> late(Loader.Async loader) {
		CacheSettings settings = this.cache.settings();
		return (settings.onWaitTimeout() == OnWaitTimeout.FAIL) ? CompletableFuture
			.failedFuture(CacheLoadTimeoutException.ofOthers(this.cache.name(), settings.loadWait())) : alone(loader);
	}

	private CompletableFuture<@Nullable Object> landed(Flight.End end, Flight flight, String key, Loader.Async loader,
			long until) {
		if (end.abandoned()) {
			return (LeaseKeeper.now() < until) ? board(key, flight.type(), loader, until) : alone(loader);
		}
		return (end.failure() != null) ? CompletableFuture.failedFuture(end.failure())
				: CompletableFuture.completedFuture(this.cache.share(end.value(), flight.type()));
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
		if (entry.isDue() && !this.cache.loading().hasFailed(key)) {
			Loader again = loader.again();
			if (again != null) {
				refresh(key, entry, async(again));
			}
		}
	}

	void refreshIfDue(String key, LocalEntry entry, Loader.Async loader) {
		if (entry.isDue() && !this.cache.loading().hasFailed(key)) {
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
			this.flights.remove(key, flight);
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
		if (this.flights.putIfAbsent(key, flight) != null) {
			return false;
		}
		// a write removes the value first and detaches the flight then
		if (this.cache.remembered(key, entry.type()) != entry) {
			this.flights.remove(key, flight);
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
		flight.offer(stale, this.cache.loading().revalidatedUntil(stale));
		this.flights.replace(key, before, flight);
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

}
