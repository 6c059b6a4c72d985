package io.github.redispatterns.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.bloom.BloomFilter;
import io.github.redispatterns.bloom.BloomFilters;
import io.github.redispatterns.bloom.BloomFullException;
import io.github.redispatterns.internal.Background;
import io.github.redispatterns.internal.Require;
import io.github.redispatterns.internal.Workers;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Asks Bloom filters which keys do not exist, and tells them which do.
 * <p>
 * A key that is missing in its filter would be called absent for good. So what a filter
 * could not be told is told later, every second, and until then this instance excludes
 * nothing by that filter.
 */
final class BloomGuard implements CacheParts.Guard {

	private static final Log logger = LogFactory.getLog(BloomGuard.class);

	private static final int MOST = 10_000;

	private static final Duration PAUSE = Duration.ofSeconds(1);

	private final BloomFilters filters;

	private final BooleanSupplier available;

	private final Background timer;

	private final Workers workers;

	private final Map<String, Set<String>> waiting = new ConcurrentHashMap<>();

	private final Set<String> incomplete = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean planned = new AtomicBoolean();

	/**
	 * Create a guard.
	 * @param filters the filters
	 * @param available whether Redis is worth asking
	 * @param timer says when to tell filters again
	 * @param workers tell them
	 */
	BloomGuard(BloomFilters filters, BooleanSupplier available, Background timer, Workers workers) {
		this.filters = filters;
		this.available = available;
		this.timer = timer;
		this.workers = workers;
	}

	@Override
	public void require(String filter, String property) {
		try {
			this.filters.filter(filter);
		}
		catch (PatternConfigurationException ex) {
			Require.that(false, property, filter, "the name of a Bloom filter: "
					+ new TreeSet<>(this.filters.all().stream().map(BloomFilter::name).toList()));
		}
	}

	@Override
	public Set<String> excluded(String filter, Collection<String> keys) {
		if (!this.available.getAsBoolean() || this.waiting.containsKey(filter) || this.incomplete.contains(filter)) {
			return Set.of();
		}
		try {
			Set<String> excluded = new HashSet<>(keys);
			excluded.removeAll(this.filters.filter(filter).mightContain(keys));
			return excluded;
		}
		catch (RedisUnavailableException ex) {
			logger.debug("A Bloom filter could not be asked", ex);
			return Set.of();
		}
	}

	@Override
	public void exists(String filter, String key) {
		if (!this.available.getAsBoolean() || !tell(filter, List.of(key))) {
			tellLater(filter, key);
		}
	}

	private boolean tell(String filter, List<String> keys) {
		try {
			this.filters.filter(filter).addAll(keys);
			return true;
		}
		catch (BloomFullException ex) {
			// the filter knows itself that it is not complete any more
			logger.debug("A Bloom filter is full", ex);
			return true;
		}
		catch (RedisUnavailableException ex) {
			logger.debug("A Bloom filter could not be told of a key", ex);
			return false;
		}
	}

	private void tellLater(String filter, String key) {
		this.waiting.compute(filter, (same, keys) -> {
			Set<String> known = (keys != null) ? keys : ConcurrentHashMap.newKeySet();
			if (known.size() < MOST) {
				known.add(key);
			}
			else if (this.incomplete.add(filter)) {
				logger.warn(("The Bloom filter '%s' misses keys that were written while Redis was away. "
						+ "This instance excludes nothing by it any more; rebuild it")
					.formatted(filter));
			}
			return known;
		});
		plan();
	}

	private void plan() {
		if (this.planned.compareAndSet(false, true)) {
			this.timer.after(PAUSE, this::begin);
		}
	}

	private void begin() {
		try {
			this.workers.execute(this::deliver);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Keys for Bloom filters wait longer", ex);
			goOn();
		}
	}

	private void deliver() {
		try {
			this.waiting.forEach((filter, keys) -> {
				List<String> due = List.copyOf(keys);
				if (tell(filter, due)) {
					this.waiting.computeIfPresent(filter, (same, all) -> {
						due.forEach(all::remove);
						return all.isEmpty() ? null : all;
					});
				}
			});
		}
		finally {
			goOn();
		}
	}

	private void goOn() {
		this.planned.set(false);
		if (!this.waiting.isEmpty()) {
			plan();
		}
	}

}
