package io.github.redispatterns.semaphore;

import java.time.Duration;

import io.github.redispatterns.internal.Require;
import org.jspecify.annotations.Nullable;

/**
 * Which permits are wanted, and how. What is {@code null} comes from the
 * {@link SemaphorePolicy} or {@code redis-patterns.semaphore}.
 *
 * @param name name of the semaphore
 * @param key which of the semaphores of that name, such as a tenant; empty is the one
 * semaphore of that name
 * @param weight how many permits, taken together or not at all
 * @param waitTime longest wait for others; zero tries once
 * @param lease how long they are held without renewal
 * @param renewed whether they are renewed until they are given back
 * @param maxHold time after which they are no longer renewed
 * @param fair whether to stand in line behind those who came before
 */
public record PermitRequest(String name, String key, int weight, @Nullable Duration waitTime, @Nullable Duration lease,
		boolean renewed, @Nullable Duration maxHold, @Nullable Boolean fair) {

	static final Duration LEAST_LEASE = Duration.ofMillis(10);

	static final Duration LONGEST = Duration.ofDays(366);

	public PermitRequest {
		Require.text(name, "name");
		Require.that(weight >= 1 && weight <= SemaphorePolicy.MOST_PERMITS, "weight", weight,
				"from 1 to " + SemaphorePolicy.MOST_PERMITS);
		checkWait(waitTime, "waitTime");
		checkLease(lease, "lease");
		checkLease(maxHold, "maxHold");
		Require.that(lease == null || maxHold == null || maxHold.compareTo(lease) >= 0, "maxHold", maxHold,
				"at least the lease " + lease);
	}

	/**
	 * Ask for one permit.
	 * @param name name of the semaphore
	 * @return the request
	 */
	public static PermitRequest of(String name) {
		return new PermitRequest(name, "", 1, null, null, true, null, null);
	}

	/**
	 * Ask for one permit of one of several semaphores.
	 * @param name what they share
	 * @param key which of them
	 * @return the request
	 */
	public static PermitRequest of(String name, String key) {
		Require.text(key, "key");
		return new PermitRequest(name, key, 1, null, null, true, null, null);
	}

	/**
	 * Ask for several permits, all or none.
	 * @param weight how many
	 * @return another request
	 */
	public PermitRequest withWeight(int weight) {
		return new PermitRequest(this.name, this.key, weight, this.waitTime, this.lease, this.renewed, this.maxHold,
				this.fair);
	}

	/**
	 * Wait for others.
	 * @param wait longest wait; zero tries once
	 * @return another request
	 */
	public PermitRequest withWait(Duration wait) {
		return new PermitRequest(this.name, this.key, this.weight, wait, this.lease, this.renewed, this.maxHold,
				this.fair);
	}

	/**
	 * Hold them for another lease, renewed or not as it was.
	 * @param lease how long they are held without renewal
	 * @return another request
	 */
	public PermitRequest withLease(Duration lease) {
		return new PermitRequest(this.name, this.key, this.weight, this.waitTime, lease, this.renewed, this.maxHold,
				this.fair);
	}

	/**
	 * Hold them for one lease and not longer.
	 * @param lease how long they are held
	 * @return another request
	 */
	public PermitRequest withFixedLease(Duration lease) {
		return new PermitRequest(this.name, this.key, this.weight, this.waitTime, lease, false, this.maxHold,
				this.fair);
	}

	/**
	 * Stop renewing after some time.
	 * @param maxHold the time
	 * @return another request
	 */
	public PermitRequest withMaxHold(Duration maxHold) {
		return new PermitRequest(this.name, this.key, this.weight, this.waitTime, this.lease, this.renewed, maxHold,
				this.fair);
	}

	/**
	 * Stand in line, or do not.
	 * @param fair whether to stand in line behind those who came before
	 * @return another request
	 */
	public PermitRequest withFair(boolean fair) {
		return new PermitRequest(this.name, this.key, this.weight, this.waitTime, this.lease, this.renewed,
				this.maxHold, fair);
	}

	static void checkLease(@Nullable Duration lease, String place) {
		if (lease != null) {
			Require.between(lease, LEAST_LEASE, LONGEST, place);
		}
	}

	static void checkWait(@Nullable Duration wait, String place) {
		if (wait != null) {
			Require.between(wait, Duration.ZERO, LONGEST, place);
		}
	}

}
