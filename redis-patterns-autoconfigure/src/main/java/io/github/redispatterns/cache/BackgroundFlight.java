package io.github.redispatterns.cache;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.github.redispatterns.cache.CacheProperties.OnWaitTimeout;
import io.github.redispatterns.cache.CacheScripts.Want;
import io.github.redispatterns.internal.LeaseKeeper;
import org.jspecify.annotations.Nullable;

/**
 * A flight that keeps no thread while it waits: what blocks runs on workers.
 */
final class BackgroundFlight {

	private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(1);

	private final CacheTiers cache;

	private final Loading loading;

	private final Flight flight;

	private final String key;

	private final Lookup lookup;

	private final Loader.Async loader;

	private final long end;

	private volatile boolean limited;

	private volatile @Nullable Waiting waiting;

	private volatile @Nullable CompletableFuture<@Nullable Void> armed;

	BackgroundFlight(CacheTiers cache, Flight flight, String key, Loader.Async loader, long end, Lookup lookup) {
		this.cache = cache;
		this.loading = cache.loading();
		this.flight = flight;
		this.key = key;
		this.loader = loader;
		this.end = end;
		this.lookup = lookup;
	}

	/**
	 * Look, then load if that is this flight's part.
	 */
	void fly() {
		Runnable first = () -> guarded(() -> decide(this.lookup.look(Want.LOAD)));
		if (this.loader.isOnCaller()) {
			first.run();
		}
		else {
			this.loading.execute(first);
		}
	}

	/**
	 * Load a value that is still fresh.
	 * @param entry the value
	 */
	void refresh(LocalEntry entry) {
		this.loading.executeOrFail(() -> guarded(() -> {
			Step step = this.lookup.look(Want.REFRESH);
			if (step instanceof Step.Await await) {
				// nobody here asks again while somebody else loads
				this.loading.after(Math.min(LONGEST_PAUSE, TimeUnit.MILLISECONDS.toNanos(await.millis())),
						this::lookAndLeave);
				return;
			}
			if (!(step instanceof Step.Lead lead)) {
				leave();
				this.flight.abandon();
				return;
			}
			LocalEntry found = lead.stale();
			if (found != null && found.freshUntil() - entry.freshUntil() > 0 && !found.isDue()) {
				// somebody else was faster
				this.lookup.abandon(lead.right());
				this.cache.keep(this.key, found, lead.right().epoch());
				land(this.cache.give(found));
				return;
			}
			load(lead);
		}));
	}

	private void lookAndLeave() {
		this.loading.execute(() -> guarded(() -> {
			this.lookup.find();
			leave();
			this.flight.abandon();
		}));
	}

	/**
	 * Load with a right that was given already.
	 * @param right the right
	 */
	void load(Step.Right right) {
		this.loading.execute(() -> guarded(() -> load(new Step.Lead(right, null))));
	}

	private void decide(Step step) throws Throwable {
		if (step instanceof Step.Hit hit) {
			this.cache.statistics().remoteHits.increment();
			land(this.cache.give(hit.entry()));
			// only now is there room for another flight
			this.cache.flights().refreshIfDue(this.key, hit.entry(), this.loader);
		}
		else if (step instanceof Step.Lead lead) {
			this.cache.statistics().misses.increment();
			load(lead);
		}
		else {
			await((Step.Await) step);
		}
	}

	private void await(Step.Await step) throws Throwable {
		LocalEntry stale = step.stale();
		long left = this.end - LeaseKeeper.now();
		if (stale != null && (left <= 0 || this.loading.isRevalidated(stale))) {
			this.cache.statistics().misses.increment();
			land(this.loading.serve(stale));
		}
		else if (left <= 0) {
			this.cache.statistics().misses.increment();
			late();
		}
		else {
			lookAgain(step, left);
		}
	}

	private void lookAgain(Step.Await step, long left) throws Throwable {
		CompletableFuture<@Nullable Void> signal = this.armed;
		if (signal == null) {
			limit(step.stale());
			this.waiting = new Waiting(this.loading.parts().wakeUps(), this.lookup.entry().entity());
			armAndLook();
			return;
		}
		this.loading.after(Math.min(left, TimeUnit.MILLISECONDS.toNanos(step.millis() + 1)),
				() -> signal.complete(null));
		signal.thenRun(() -> this.loading.execute(() -> guarded(this::armAndLook)));
	}

	private void armAndLook() throws Throwable {
		this.armed = Objects.requireNonNull(this.waiting).arm();
		decide(this.lookup.look(Want.WAIT));
	}

	private void late() throws Throwable {
		if (this.cache.settings().onWaitTimeout() == OnWaitTimeout.FAIL) {
			throw CacheLoadTimeoutException.ofOthers(this.cache.name(), this.cache.settings().loadWait());
		}
		limit(null);
		this.loader.load().whenComplete((loaded, ex) -> guarded(() -> {
			if (ex != null) {
				throw cause(ex);
			}
			land(loaded.value());
		}));
	}

	private void load(Step.Lead lead) throws Throwable {
		LocalEntry stale = lead.stale();
		if (this.loading.isExcluded(this.key)) {
			this.lookup.abandon(lead.right());
			land(null);
			return;
		}
		if (stale != null && this.loading.hasFailed(this.key)) {
			this.lookup.abandon(lead.right());
			land(this.loading.serve(stale));
			return;
		}
		if (!this.loading.bulkhead().enter(false)) {
			this.lookup.abandon(lead.right());
			land(this.loading.rejected(stale));
			return;
		}
		if (stale != null && this.loading.isRevalidated(stale)) {
			this.flight.offer(stale, this.loading.revalidatedUntil(stale));
			this.flight.landEarly(this.loading.serve(stale));
		}
		limit(stale);
		Landing landing = this.loading.begin(this.key, this.flight.type(), this.lookup, lead.right());
		CompletionStage<Loaded> coming;
		this.flight.lead();
		try {
			coming = this.loader.load();
		}
		catch (Throwable ex) {
			coming = CompletableFuture.failedFuture(ex);
		}
		this.flight.leave();
		coming.whenComplete((loaded, ex) -> {
			this.loading.bulkhead().leave();
			this.loading.execute(() -> guarded(() -> landed(landing, stale, loaded, ex)));
		});
	}

	private void landed(Landing landing, @Nullable LocalEntry stale, @Nullable Loaded loaded, @Nullable Throwable ex)
			throws Throwable {
		if (loaded == null) {
			landing.abandon();
			land(this.loading.failed(this.key, stale, cause(ex)));
			return;
		}
		this.loading.landed(Map.of(landing, loaded));
		land(loaded.value());
	}

	// the load goes on, and what it gives is stored
	private void limit(@Nullable LocalEntry stale) {
		if (this.limited) {
			return;
		}
		this.limited = true;
		CacheSettings settings = this.cache.settings();
		if (stale != null && !settings.loadSoftTimeout().isZero() && this.loading.isBetterThanNothing(stale)) {
			this.loading.after(settings.loadSoftTimeout().toNanos(), () -> {
				if (!this.flight.hasEnded()) {
					this.flight.offer(stale, this.loading.betterThanNothingUntil(stale));
					this.flight.landEarly(this.loading.serve(stale));
				}
			});
		}
		else if (!settings.loadTimeout().isZero()) {
			this.loading.after(settings.loadTimeout().toNanos(), () -> timedOut(stale));
		}
	}

	private void timedOut(@Nullable LocalEntry stale) {
		this.cache.flights().remove(this.key, this.flight);
		if (this.flight.hasEnded()) {
			return;
		}
		if (stale != null && this.loading.isBetterThanNothing(stale)) {
			this.flight.landEarly(this.loading.serve(stale));
			return;
		}
		this.flight.fail(CacheLoadTimeoutException.of(this.cache.name(), this.cache.settings().loadTimeout()));
	}

	private void land(@Nullable Object value) {
		leave();
		this.flight.land(value);
	}

	private void leave() {
		this.cache.flights().remove(this.key, this.flight);
		Waiting mine = this.waiting;
		if (mine != null) {
			mine.close();
		}
	}

	private void guarded(Part part) {
		try {
			part.run();
		}
		catch (Throwable ex) {
			leave();
			this.flight.fail(ex);
		}
	}

	private static Throwable cause(@Nullable Throwable failure) {
		if (failure == null) {
			return new IllegalStateException("A load ended with nothing");
		}
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

	/** A part of the flight. */
	@FunctionalInterface
	private interface Part {

		void run() throws Throwable;

	}

}
