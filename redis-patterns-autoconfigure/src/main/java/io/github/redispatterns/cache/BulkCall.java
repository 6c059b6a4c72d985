package io.github.redispatterns.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * One call for several keys: one journey to Redis, and one load for all that are missing.
 */
final class BulkCall {

	private final CacheTiers cache;

	private final ValueType type;

	private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

	private final List<String> left = new ArrayList<>();

	private final Map<String, Flight> flights = new LinkedHashMap<>();

	BulkCall(CacheTiers cache, ValueType type) {
		this.cache = cache;
		this.type = type;
	}

	/**
	 * Find the fresh values.
	 * @param keys the keys
	 * @return those that are there
	 */
	Map<String, LocalEntry> find(Collection<String> keys) {
		CacheStatistics statistics = this.cache.statistics();
		Map<String, LocalEntry> found = new LinkedHashMap<>();
		for (String key : keys) {
			LocalEntry entry = this.cache.remembered(key, this.type);
			if (entry != null) {
				found.put(key, entry);
			}
		}
		int here = found.size();
		statistics.localHits.add(here);
		found.putAll(new BulkLook(this.cache, this.type, missing(keys, found)).find());
		found.putAll(this.cache.reads().findUnwritten(missing(keys, found), this.type));
		statistics.remoteHits.add(found.size() - here);
		statistics.misses.add(keys.size() - found.size());
		return found;
	}

	private static List<String> missing(Collection<String> keys, Map<String, LocalEntry> found) {
		return keys.stream().filter((key) -> !found.containsKey(key)).toList();
	}

	/**
	 * Find the values, and load what is missing.
	 * @param keys the keys
	 * @param source gives values for the missing keys
	 * @return a value for each key
	 * @throws Throwable what the load threw
	 */
	Map<String, @Nullable Object> get(Collection<String> keys, BulkLoad.Source source) throws Throwable {
		try {
			keys.forEach(this::begin);
			BulkLoad load = new BulkLoad(this, this.cache, this.type);
			new BulkLook(this.cache, this.type, List.copyOf(this.flights.keySet())).look()
				.forEach((lookup, step) -> decide(lookup, step, load));
			load.load(source);
		}
		finally {
			// who waits for a key that is not loaded here begins anew
			List.copyOf(this.flights.keySet()).forEach((key) -> leave(key, Flight::abandon));
		}
		for (String key : this.left) {
			this.values.put(key, this.cache.reads().get(key, this.type, new Alone(key, source)));
		}
		return this.values;
	}

	private void begin(String key) {
		LocalEntry entry = this.cache.remembered(key, this.type);
		if (entry == null && (TransactedLoad.of(this.cache, key) != null || !takesOff(key))) {
			this.left.add(key);
			return;
		}
		// another flight may have landed between the look and the take-off
		LocalEntry landed = (entry != null) ? entry : this.cache.remembered(key, this.type);
		if (landed != null) {
			this.cache.statistics().localHits.increment();
			land(key, this.cache.give(landed));
		}
	}

	private boolean takesOff(String key) {
		Flight flight = new Flight(this.type);
		if (this.cache.flights().putIfAbsent(key, flight) != null) {
			return false;
		}
		flight.lead();
		this.flights.put(key, flight);
		return true;
	}

	private void decide(Lookup lookup, Step step, BulkLoad load) {
		if (step instanceof Step.Hit hit) {
			this.cache.statistics().remoteHits.increment();
			land(lookup.key(), this.cache.give(hit.entry()));
		}
		else if (step instanceof Step.Lead lead) {
			this.cache.statistics().misses.increment();
			load.add(lookup, lead);
		}
		else {
			this.left.add(lookup.key());
		}
	}

	/**
	 * The caller and all who wait get a value.
	 * @param key its key
	 * @param value the value
	 */
	void land(String key, @Nullable Object value) {
		keep(key, value);
		leave(key, (flight) -> flight.land(value));
	}

	/**
	 * The caller alone gets a value.
	 * @param key its key
	 * @param value the value
	 */
	void keep(String key, @Nullable Object value) {
		this.values.put(key, value);
	}

	/**
	 * All who wait get an exception, unless it was meant for this caller alone.
	 * @param key the key for which they wait
	 * @param failure the exception
	 */
	void fail(String key, Throwable failure) {
		if (!Thread.currentThread().isInterrupted()) {
			leave(key, (flight) -> flight.fail(failure));
		}
	}

	private void leave(String key, Consumer<Flight> end) {
		Flight flight = this.flights.remove(key);
		if (flight != null) {
			this.cache.flights().remove(key, flight);
			end.accept(flight);
		}
	}

	/**
	 * One key that somebody else loads.
	 *
	 * @param key the key
	 * @param source where its value comes from if nobody else loads it after all
	 */
	private record Alone(String key, BulkLoad.Source source) implements Loader {

		@Override
		public Loaded load() {
			return Loaded.of(this.source.load(List.of(this.key)).get(this.key));
		}

		@Override
		public Loader again() {
			return this;
		}

	}

}
