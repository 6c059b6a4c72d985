package io.github.redispatterns.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.github.redispatterns.RedisUnavailableException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Evictions that Redis could not be told of. What they concern is not read from Redis
 * until it was told, which is tried every second.
 */
final class Recovery {

	private static final Log logger = LogFactory.getLog(Recovery.class);

	private static final int MOST = 10_000;

	private static final Duration PAUSE = Duration.ofSeconds(1);

	private final CacheTiers cache;

	private final CacheParts parts;

	private final AtomicLong order = new AtomicLong();

	private final AtomicBoolean planned = new AtomicBoolean();

	private final Map<String, Long> keys = new ConcurrentHashMap<>();

	private final Map<String, Long> fields = new ConcurrentHashMap<>();

	Recovery(CacheTiers cache, CacheParts parts) {
		this.cache = cache;
		this.parts = parts;
	}

	/**
	 * Tell whether what Redis says of a key may be believed.
	 * @param key the key
	 * @return {@code false} while an eviction of the key waits
	 */
	boolean lets(String key) {
		return this.fields.isEmpty() && (this.keys.isEmpty() || !this.keys.containsKey(key));
	}

	int size() {
		return this.keys.size() + this.fields.size();
	}

	/**
	 * Redis could not be told that a key was written.
	 * @param key the key
	 */
	void evictLater(String key) {
		if (this.keys.size() < MOST) {
			this.keys.put(key, this.order.incrementAndGet());
			plan();
		}
		else {
			evictLater(List.of(Versions.ALL));
		}
	}

	/**
	 * Redis could not be told that a part of the cache was evicted.
	 * @param evicted what was evicted
	 */
	void evictLater(List<String> evicted) {
		List<String> least = (this.fields.size() + evicted.size() < MOST) ? evicted : List.of(Versions.ALL);
		least.forEach((field) -> this.fields.put(field, this.order.incrementAndGet()));
		plan();
	}

	/**
	 * A write of a key begins.
	 * @return what was noted until now
	 */
	long mark() {
		return this.order.get();
	}

	/**
	 * Redis was told of a write of a key, which makes up for what was noted before that
	 * write began.
	 * @param key the key
	 * @param mark from before the write
	 */
	void delivered(String key, long mark) {
		if (!this.keys.isEmpty()) {
			this.keys.computeIfPresent(key, (same, noted) -> (noted <= mark) ? null : noted);
		}
	}

	private void plan() {
		if (this.planned.compareAndSet(false, true)) {
			this.parts.timer().after(PAUSE, this::begin);
		}
	}

	private void begin() {
		try {
			this.parts.workers().execute(this::deliver);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Evictions wait longer", ex);
			goOn();
		}
	}

	private void deliver() {
		try {
			tellFields();
			for (Map.Entry<String, Long> due : Map.copyOf(this.keys).entrySet()) {
				String key = due.getKey();
				this.cache.scripts().evict(this.cache.keys().entry(key), key, Duration.ZERO, this.cache.view().known());
				this.keys.remove(key, due.getValue());
			}
		}
		catch (RedisUnavailableException ex) {
			logger.debug("Evictions wait until Redis is back", ex);
		}
		finally {
			goOn();
		}
	}

	private void tellFields() {
		Map<String, Long> due = Map.copyOf(this.fields);
		if (!due.isEmpty()) {
			List<String> evicted = new ArrayList<>(due.keySet());
			CacheScripts.Bump bump = this.cache.scripts().bump(VersionView.candidate(), evicted);
			this.cache.evicted(bump.incarnation(), bump.number(), evicted);
			due.forEach(this.fields::remove);
		}
	}

	private void goOn() {
		this.planned.set(false);
		if (size() > 0) {
			plan();
		}
	}

}
