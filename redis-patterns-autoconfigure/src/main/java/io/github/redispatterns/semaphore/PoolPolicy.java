package io.github.redispatterns.semaphore;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;

import io.github.redispatterns.internal.Require;
import org.jspecify.annotations.Nullable;

/**
 * A pool: its name and its items.
 *
 * @param name name of the pool; few of them, also a tag of meters
 * @param items what it lends; more may be added at run time
 * @param version of several instances that list other items the highest version counts
 * @param lease how long an item is held without renewal, or {@code null} for
 * {@code redis-patterns.semaphore.lease}
 * @param waitTime longest wait, or {@code null} for
 * {@code redis-patterns.semaphore.wait-time}
 * @param onExpiry what becomes of an item whose lease ended
 * @param quarantine time for which a suspect item is not lent
 */
public record PoolPolicy(String name, List<String> items, int version, @Nullable Duration lease,
		@Nullable Duration waitTime, OnExpiry onExpiry, Duration quarantine) {

	/** Most items of a pool. */
	public static final int MOST_ITEMS = 10_000;

	static final Duration QUARANTINE = Duration.ofMinutes(1);

	public PoolPolicy {
		Require.text(name, "name");
		items = List.copyOf(items);
		check(items, "items");
		Require.that(version >= 0, "version", version, "0 or more");
		PermitRequest.checkLease(lease, "lease");
		PermitRequest.checkWait(waitTime, "waitTime");
		Require.between(quarantine, Duration.ofMillis(10), PermitRequest.LONGEST, "quarantine");
	}

	/**
	 * Define a pool.
	 * @param name its name
	 * @param items what it lends
	 * @return the pool
	 */
	public static PoolPolicy of(String name, String... items) {
		return new PoolPolicy(name, List.of(items), 0, null, null, OnExpiry.RETURN, QUARANTINE);
	}

	/**
	 * Count a version of the items.
	 * @param version 0 or more
	 * @return another pool
	 */
	public PoolPolicy withVersion(int version) {
		return new PoolPolicy(this.name, this.items, version, this.lease, this.waitTime, this.onExpiry,
				this.quarantine);
	}

	/**
	 * Hold items for another lease.
	 * @param lease how long an item is held without renewal
	 * @return another pool
	 */
	public PoolPolicy withLease(Duration lease) {
		return new PoolPolicy(this.name, this.items, this.version, lease, this.waitTime, this.onExpiry,
				this.quarantine);
	}

	/**
	 * Wait for others.
	 * @param wait longest wait
	 * @return another pool
	 */
	public PoolPolicy withWait(Duration wait) {
		return new PoolPolicy(this.name, this.items, this.version, this.lease, wait, this.onExpiry, this.quarantine);
	}

	/**
	 * Choose what is suspect and for how long.
	 * @param onExpiry what becomes of an item whose lease ended
	 * @param quarantine time for which a suspect item is not lent
	 * @return another pool
	 */
	public PoolPolicy withQuarantine(OnExpiry onExpiry, Duration quarantine) {
		return new PoolPolicy(this.name, this.items, this.version, this.lease, this.waitTime, onExpiry, quarantine);
	}

	static void check(List<String> items, String place) {
		Require.that(items.size() <= MOST_ITEMS, place, items.size() + " items", "at most " + MOST_ITEMS);
		items.forEach((item) -> Require.text(item, place));
		Require.that(new LinkedHashSet<>(items).size() == items.size(), place, items, "different from each other");
	}

	/**
	 * What becomes of an item whose holder did not return it before its lease ended.
	 */
	public enum OnExpiry {

		/** It is lent again. */
		RETURN,

		/** It is suspect for the quarantine, as nobody knows what was done with it. */
		QUARANTINE

	}

}
