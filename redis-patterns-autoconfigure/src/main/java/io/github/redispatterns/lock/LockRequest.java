package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;

import io.github.redispatterns.internal.Require;
import org.jspecify.annotations.Nullable;

/**
 * Which lock is wanted, and how. What is {@code null} comes from
 * {@code redis-patterns.lock}.
 *
 * @param name name of the lock for people and meters; few of them, such as "order"
 * @param keys which of the locks of that name, such as the number of an order; several
 * are taken together or not at all; none is the one lock of that name
 * @param mode how the lock is shared
 * @param waitTime longest wait for others; zero tries once
 * @param lease how long it is held without renewal
 * @param renewed whether it is renewed until it is given back
 * @param minHold time that it stays locked for others even if it is given back sooner
 * @param maxHold time after which it is no longer renewed
 * @param durability what it survives
 */
public record LockRequest(String name, List<String> keys, LockMode mode, @Nullable Duration waitTime,
		@Nullable Duration lease, @Nullable Boolean renewed, Duration minHold, @Nullable Duration maxHold,
		Durability durability) {

	static final Duration LEAST_LEASE = Duration.ofMillis(10);

	static final Duration LONGEST = Duration.ofDays(366);

	static final int MOST_KEYS = 64;

	public LockRequest {
		Require.text(name, "name");
		keys = List.copyOf(keys);
		if (keys.size() > MOST_KEYS) {
			Require.that(false, "keys", keys.size() + " keys", "at most " + MOST_KEYS);
		}
		for (String key : keys) {
			Require.text(key, "key");
		}
		between(waitTime, Duration.ZERO, "waitTime");
		between(lease, LEAST_LEASE, "lease");
		between(minHold, Duration.ZERO, "minHold");
		between(maxHold, LEAST_LEASE, "maxHold");
		if (lease != null && minHold.compareTo(lease) > 0) {
			Require.that(false, "minHold", minHold, "at most the lease " + lease);
		}
		if (lease != null && maxHold != null && maxHold.compareTo(lease) < 0) {
			Require.that(false, "maxHold", maxHold, "at least the lease " + lease);
		}
	}

	/**
	 * Ask for a mutex that is tried once and renewed while it is held.
	 * @param name name of the lock
	 * @param keys which of the locks of that name
	 * @return the request
	 */
	public static LockRequest of(String name, String... keys) {
		List<String> distinct = (keys.length < 2) ? List.of(keys)
				: List.copyOf(new LinkedHashSet<>(Arrays.asList(keys)));
		return new LockRequest(name, distinct, LockMode.MUTEX, null, null, null, Duration.ZERO, null, Durability.NONE);
	}

	/**
	 * Ask for another mode.
	 * @param mode how the lock is shared
	 * @return another request
	 */
	public LockRequest withMode(LockMode mode) {
		return new LockRequest(this.name, this.keys, mode, this.waitTime, this.lease, this.renewed, this.minHold,
				this.maxHold, this.durability);
	}

	/**
	 * Wait for others.
	 * @param wait longest wait
	 * @return another request
	 */
	public LockRequest withWait(Duration wait) {
		return new LockRequest(this.name, this.keys, this.mode, wait, this.lease, this.renewed, this.minHold,
				this.maxHold, this.durability);
	}

	/**
	 * Hold it for another lease, renewed or not as it was.
	 * @param lease how long it is held without renewal
	 * @return another request
	 */
	public LockRequest withLease(Duration lease) {
		return new LockRequest(this.name, this.keys, this.mode, this.waitTime, lease, this.renewed, this.minHold,
				this.maxHold, this.durability);
	}

	/**
	 * Hold it for one lease and not longer.
	 * @param lease how long it is held
	 * @return another request
	 */
	public LockRequest withFixedLease(Duration lease) {
		return new LockRequest(this.name, this.keys, this.mode, this.waitTime, lease, false, this.minHold, this.maxHold,
				this.durability);
	}

	/**
	 * Keep others out for some time even if it is given back sooner.
	 * @param minHold the time, at most the lease
	 * @return another request
	 */
	public LockRequest withMinHold(Duration minHold) {
		return new LockRequest(this.name, this.keys, this.mode, this.waitTime, this.lease, this.renewed, minHold,
				this.maxHold, this.durability);
	}

	/**
	 * Stop renewing after some time.
	 * @param maxHold the time
	 * @return another request
	 */
	public LockRequest withMaxHold(Duration maxHold) {
		return new LockRequest(this.name, this.keys, this.mode, this.waitTime, this.lease, this.renewed, this.minHold,
				maxHold, this.durability);
	}

	/**
	 * Make it survive more.
	 * @param durability what it survives
	 * @return another request
	 */
	public LockRequest withDurability(Durability durability) {
		return new LockRequest(this.name, this.keys, this.mode, this.waitTime, this.lease, this.renewed, this.minHold,
				this.maxHold, durability);
	}

	/**
	 * Ask for one of the keys alone.
	 * @param key the key
	 * @return another request
	 */
	LockRequest withKey(String key) {
		return new LockRequest(this.name, List.of(key), this.mode, this.waitTime, this.lease, this.renewed,
				this.minHold, this.maxHold, this.durability);
	}

	private static void between(@Nullable Duration value, Duration least, String place) {
		if (value != null) {
			Require.between(value, least, LONGEST, place);
		}
	}

}
