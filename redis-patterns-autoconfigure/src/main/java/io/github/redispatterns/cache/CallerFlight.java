package io.github.redispatterns.cache;

import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.redispatterns.cache.CacheScripts.Want;
import io.github.redispatterns.internal.LeaseKeeper;
import org.jspecify.annotations.Nullable;

/**
 * A flight whose load runs on the thread of the caller who began it.
 */
final class CallerFlight {

	private final CacheTiers cache;

	private final Loading loading;

	private final Flight flight;

	private final String key;

	private final Lookup lookup;

	private final long end;

	private @Nullable LocalEntry hit;

	private boolean shared = true;

	CallerFlight(CacheTiers cache, Flight flight, String key, long end) {
		this.cache = cache;
		this.loading = cache.loading();
		this.flight = flight;
		this.key = key;
		this.lookup = new Lookup(cache, key, flight.type());
		this.end = end;
	}

	@Nullable Object fly(Loader loader) throws Throwable {
		this.flight.lead();
		try {
			Object value = value(loader);
			this.cache.flights().remove(this.key, this.flight);
			if (this.shared) {
				this.flight.land(value);
			}
			else {
				this.flight.abandon();
			}
			if (this.hit != null) {
				this.cache.flights().refreshIfDue(this.key, this.hit, loader);
			}
			return value;
		}
		catch (Throwable ex) {
			this.cache.flights().remove(this.key, this.flight);
			if (ex instanceof InterruptedException || Thread.currentThread().isInterrupted()) {
				// what happened to this caller is nothing to the others
				this.flight.abandon();
			}
			else {
				this.flight.fail(ex);
			}
			throw ex;
		}
	}

	private @Nullable Object value(Loader loader) throws Throwable {
		Step step = this.lookup.look(Want.LOAD);
		if (step instanceof Step.Await await && (await.stale() == null || !this.loading.isRevalidated(await.stale()))) {
			step = waitForOthers();
		}
		if (step instanceof Step.Hit there) {
			this.cache.statistics().remoteHits.increment();
			// not before this flight is over: there is one flight for a key
			this.hit = there.entry();
			return this.cache.give(there.entry());
		}
		this.cache.statistics().misses.increment();
		if (step instanceof Step.Await await) {
			LocalEntry stale = await.stale();
			return (stale != null) ? this.loading.serve(stale) : this.cache.reads().late(this.key, loader);
		}
		return load((Step.Lead) step, loader);
	}

	private Step waitForOthers() throws InterruptedException {
		try (Waiting waiting = new Waiting(this.loading.parts().wakeUps(), this.lookup.entry().entity())) {
			while (true) {
				var signal = waiting.arm();
				Step step = this.lookup.look(Want.WAIT);
				long left = this.end - LeaseKeeper.now();
				if (!(step instanceof Step.Await await) || left <= 0) {
					return step;
				}
				Waiting.await(signal, Math.min(left, TimeUnit.MILLISECONDS.toNanos(await.millis() + 1)));
			}
		}
	}

	private @Nullable Object load(Step.Lead lead, Loader loader) throws Throwable {
		LocalEntry stale = lead.stale();
		if (this.loading.isExcluded(this.key)) {
			this.lookup.abandon(lead.right());
			return null;
		}
		if (stale != null && this.loading.hasFailed(this.key)) {
			this.lookup.abandon(lead.right());
			return this.loading.serve(stale);
		}
		Loader again = (stale != null && this.loading.isRevalidated(stale)) ? loader.again() : null;
		if (stale != null && again != null) {
			this.cache.flights().revalidate(this.flight, this.key, stale, this.lookup, lead.right(), again);
			return this.loading.serve(stale);
		}
		// from here on the lease is renewed, also while this waits for other loads to end
		Landing landing = this.loading.begin(this.key, this.flight.type(), this.lookup, lead.right());
		if (!entered(landing)) {
			return this.loading.rejected(stale);
		}
		Loaded loaded;
		try {
			landing.begins();
			loaded = loader.load();
		}
		catch (Throwable ex) {
			landing.abandon();
			return this.loading.failed(this.key, stale, ex);
		}
		finally {
			this.loading.bulkhead().leave();
		}
		this.shared = this.loading.landed(Map.of(landing, loaded));
		return loaded.value();
	}

	private boolean entered(Landing landing) throws InterruptedException {
		boolean entered = false;
		try {
			entered = this.loading.bulkhead().enter(true);
			return entered;
		}
		finally {
			if (!entered) {
				landing.abandon();
			}
		}
	}

}
