package io.github.redispatterns.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.cache.CacheScripts.Want;
import io.github.redispatterns.internal.LeaseKeeper;

/**
 * Looks for several keys in Redis, in one journey.
 */
final class BulkLook {

	private final CacheTiers cache;

	private final List<Lookup> asked = new ArrayList<>();

	private final List<Lookup> unasked = new ArrayList<>();

	private final Map<Lookup, Long> epochs = new LinkedHashMap<>();

	private final long since = LeaseKeeper.now();

	BulkLook(CacheTiers cache, ValueType type, Collection<String> keys) {
		this.cache = cache;
		for (String key : keys) {
			Lookup lookup = new Lookup(cache, key, type);
			this.epochs.put(lookup, cache.epoch(key));
			boolean believed = cache.settings().isRemote() && cache.recovery().lets(key);
			(believed ? this.asked : this.unasked).add(lookup);
		}
	}

	/**
	 * Look only.
	 * @return the fresh values
	 */
	Map<String, LocalEntry> find() {
		Map<String, LocalEntry> found = new LinkedHashMap<>();
		if (this.asked.isEmpty()) {
			return found;
		}
		try {
			Versions versions = this.cache.trust().versions();
			List<Step.Right> rights = rights(versions);
			List<Answer> answers = this.cache.scripts().lookAll(this.asked, versions);
			for (int i = 0; i < answers.size(); i++) {
				Lookup lookup = this.asked.get(i);
				LocalEntry entry = lookup.fresh(answers.get(i), rights.get(i), versions);
				if (entry != null) {
					found.put(lookup.key(), entry);
				}
			}
		}
		catch (RedisUnavailableException ex) {
			this.cache.unavailable(ex);
		}
		return found;
	}

	/**
	 * Look for values to load what is not fresh.
	 * @return what to do for each key
	 */
	Map<Lookup, Step> look() {
		Map<Lookup, Step> steps = new LinkedHashMap<>();
		if (!this.asked.isEmpty()) {
			try {
				Versions versions = this.cache.trust().versions();
				List<Step.Right> rights = rights(versions);
				List<Answer> answers = this.cache.scripts()
					.lookupAll(this.asked, this.cache.settings().lease(), Want.LOAD, versions);
				for (int i = 0; i < answers.size(); i++) {
					Lookup lookup = this.asked.get(i);
					steps.put(lookup, lookup.step(answers.get(i), Want.LOAD, rights.get(i), versions));
				}
			}
			catch (RedisUnavailableException ex) {
				this.cache.unavailable(ex);
				this.unasked.addAll(this.asked);
			}
		}
		this.unasked.forEach((lookup) -> steps.put(lookup, bypass(lookup)));
		return steps;
	}

	private Step bypass(Lookup lookup) {
		long epoch = this.epochs.getOrDefault(lookup, 0L);
		if (this.cache.settings().isRemote()) {
			return lookup.bypass(epoch, this.since);
		}
		return new Step.Lead(new Step.Right(null, true, this.cache.view().known().now(), epoch, this.since, this.since),
				null);
	}

	// from before the look
	private List<Step.Right> rights(Versions versions) {
		return this.asked.stream()
			.map((lookup) -> lookup.right(versions, this.epochs.getOrDefault(lookup, 0L), this.since))
			.toList();
	}

}
