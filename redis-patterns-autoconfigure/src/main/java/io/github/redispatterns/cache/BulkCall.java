package io.github.redispatterns.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.cache.CacheScripts.Want;
import io.github.redispatterns.internal.LeaseKeeper;
import org.jspecify.annotations.Nullable;

/**
 * One call for several keys: one journey to Redis, and one load for all that are missing.
 */
final class BulkCall {

	private final CacheTiers cache;

	private final ValueType type;

	private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

	private final List<String> left = new ArrayList<>();

	private final Map<Lookup, Step.Lead> leads = new LinkedHashMap<>();

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
		Map<String, LocalEntry> found = new LinkedHashMap<>();
		List<Lookup> lookups = new ArrayList<>();
		for (String key : keys) {
			LocalEntry entry = this.cache.remembered(key, this.type);
			if (entry != null) {
				this.cache.statistics().localHits.increment();
				found.put(key, entry);
			}
			else if (this.cache.settings().isRemote() && this.cache.recovery().lets(key)) {
				lookups.add(new Lookup(this.cache, key, this.type));
			}
			else {
				this.cache.statistics().misses.increment();
			}
		}
		look(lookups, found);
		return found;
	}

	/**
	 * Find the values, and load what is missing.
	 * @param keys the keys
	 * @param loader gives values for the missing keys
	 * @return a value for each key
	 */
	Map<String, @Nullable Object> get(Collection<String> keys,
			Function<List<String>, Map<String, @Nullable Object>> loader) {
		List<Lookup> lookups = new ArrayList<>();
		for (String key : keys) {
			LocalEntry entry = this.cache.remembered(key, this.type);
			Flight flight = new Flight(this.type);
			if (entry != null) {
				this.cache.statistics().localHits.increment();
				this.values.put(key, this.cache.give(entry));
			}
			else if (this.cache.flights().putIfAbsent(key, flight) != null) {
				this.left.add(key);
			}
			else {
				this.flights.put(key, flight);
				lookups.add(new Lookup(this.cache, key, this.type));
			}
		}
		try {
			look(lookups);
			load(loader);
		}
		finally {
			// who waits for a key that is not loaded here begins anew
			this.flights.forEach((key, flight) -> {
				this.cache.flights().remove(key, flight);
				flight.abandon();
			});
		}
		this.left.forEach((key) -> this.values.put(key, alone(key, loader)));
		return this.values;
	}

	private void decide(Lookup lookup, Step step) {
		if (step instanceof Step.Hit hit) {
			this.cache.statistics().remoteHits.increment();
			land(lookup.key(), this.cache.give(hit.entry()));
		}
		else if (step instanceof Step.Lead lead) {
			this.cache.statistics().misses.increment();
			this.leads.put(lookup, lead);
		}
		else {
			this.left.add(lookup.key());
		}
	}

	private void load(Function<List<String>, Map<String, @Nullable Object>> loader) {
		if (this.leads.isEmpty()) {
			return;
		}
		Loading loading = this.cache.loading();
		Map<String, Landing> landings = new LinkedHashMap<>();
		this.leads.forEach((lookup, lead) -> landings.put(lookup.key(),
				loading.begin(lookup.key(), this.type, lookup, lead.right())));
		Map<String, @Nullable Object> loaded;
		try {
			loaded = loader.apply(List.copyOf(landings.keySet()));
		}
		catch (RuntimeException | Error ex) {
			landings.values().forEach(Landing::abandon);
			this.cache.statistics().failures.increment();
			throw ex;
		}
		landings.forEach((key, landing) -> {
			loading.landed(key, landing, Loaded.of(loaded.get(key)));
			land(key, loaded.get(key));
		});
	}

	private void land(String key, @Nullable Object value) {
		this.values.put(key, value);
		Flight flight = this.flights.remove(key);
		if (flight != null) {
			this.cache.flights().remove(key, flight);
			flight.land(value);
		}
	}

	private @Nullable Object alone(String key, Function<List<String>, Map<String, @Nullable Object>> loader) {
		return TypedCache.unchecked(this.cache.name(), () -> this.cache.reads().get(key, this.type, new Loader() {

			@Override
			public Loaded load() {
				return Loaded.of(loader.apply(List.of(key)).get(key));
			}

			@Override
			public Loader again() {
				return this;
			}

		}));
	}

	private void look(List<Lookup> lookups, Map<String, LocalEntry> found) {
		if (lookups.isEmpty()) {
			return;
		}
		Start start = start(lookups);
		try {
			Versions versions = this.cache.trust().versions();
			List<Step.Right> rights = start.rights(lookups, versions);
			List<Answer> answers = this.cache.scripts().lookAll(lookups, versions);
			for (int i = 0; i < answers.size(); i++) {
				Lookup lookup = lookups.get(i);
				LocalEntry entry = lookup.fresh(answers.get(i), rights.get(i), versions);
				((entry != null) ? this.cache.statistics().remoteHits : this.cache.statistics().misses).increment();
				if (entry != null) {
					found.put(lookup.key(), entry);
				}
			}
		}
		catch (RedisUnavailableException ex) {
			this.cache.unavailable(ex);
		}
	}

	private void look(List<Lookup> lookups) {
		Start start = start(lookups);
		List<Answer> answers = List.of();
		List<Step.Right> rights = List.of();
		Versions versions = this.cache.view().known();
		if (this.cache.settings().isRemote() && !lookups.isEmpty()) {
			try {
				versions = this.cache.trust().versions();
				rights = start.rights(lookups, versions);
				answers = this.cache.scripts().lookupAll(lookups, this.cache.settings().lease(), Want.LOAD, versions);
			}
			catch (RedisUnavailableException ex) {
				this.cache.unavailable(ex);
			}
		}
		for (int i = 0; i < lookups.size(); i++) {
			Lookup lookup = lookups.get(i);
			boolean believed = !answers.isEmpty() && this.cache.recovery().lets(lookup.key());
			decide(lookup, believed ? lookup.step(answers.get(i), Want.LOAD, rights.get(i), versions)
					: lookup.bypass(start.epochs[i], start.since));
		}
	}

	private Start start(List<Lookup> lookups) {
		return new Start(LeaseKeeper.now(),
				lookups.stream().mapToLong((lookup) -> this.cache.epoch(lookup.key())).toArray());
	}

	/**
	 * What was noted before a look.
	 *
	 * @param since when
	 * @param epochs of the keys in memory
	 */
	private record Start(long since, long[] epochs) {

		List<Step.Right> rights(List<Lookup> lookups, Versions versions) {
			List<Step.Right> rights = new ArrayList<>(this.epochs.length);
			for (int i = 0; i < this.epochs.length; i++) {
				rights.add(lookups.get(i).right(versions, this.epochs[i], this.since));
			}
			return rights;
		}

	}

}
