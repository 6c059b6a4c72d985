package io.github.redispatterns.semaphore;

import java.time.Duration;

import io.github.redispatterns.internal.Require;
import org.jspecify.annotations.Nullable;

/**
 * A semaphore: its name and how many permits it has.
 *
 * @param name name of the semaphore; few of them, also a tag of meters
 * @param permits how many there are; 0 pauses it
 * @param version of several instances that say otherwise the highest version counts, and
 * of one version the fewest permits
 * @param lease how long a permit is held without renewal, or {@code null} for
 * {@code redis-patterns.semaphore.lease}
 * @param waitTime longest wait, or {@code null} for
 * {@code redis-patterns.semaphore.wait-time}
 * @param fair whether those who wait are served in turn
 */
public record SemaphorePolicy(String name, int permits, int version, @Nullable Duration lease,
		@Nullable Duration waitTime, boolean fair) {

	/** Most permits of a semaphore. */
	public static final int MOST_PERMITS = 1_000_000;

	public SemaphorePolicy {
		Require.text(name, "name");
		Require.that(permits >= 0 && permits <= MOST_PERMITS, "permits", permits,
				"from 1 to " + MOST_PERMITS + ", or 0 to pause");
		Require.that(version >= 0, "version", version, "0 or more");
		PermitRequest.checkLease(lease, "lease");
		PermitRequest.checkWait(waitTime, "waitTime");
	}

	/**
	 * Define a semaphore.
	 * @param name its name
	 * @param permits how many there are; 0 pauses it
	 * @return the semaphore
	 */
	public static SemaphorePolicy of(String name, int permits) {
		return new SemaphorePolicy(name, permits, 0, null, null, false);
	}

	/**
	 * Count a version of the configuration.
	 * @param version 0 or more
	 * @return another semaphore
	 */
	public SemaphorePolicy withVersion(int version) {
		return new SemaphorePolicy(this.name, this.permits, version, this.lease, this.waitTime, this.fair);
	}

	/**
	 * Hold permits for another lease.
	 * @param lease how long a permit is held without renewal
	 * @return another semaphore
	 */
	public SemaphorePolicy withLease(Duration lease) {
		return new SemaphorePolicy(this.name, this.permits, this.version, lease, this.waitTime, this.fair);
	}

	/**
	 * Wait for others.
	 * @param wait longest wait
	 * @return another semaphore
	 */
	public SemaphorePolicy withWait(Duration wait) {
		return new SemaphorePolicy(this.name, this.permits, this.version, this.lease, wait, this.fair);
	}

	/**
	 * Serve those who wait in turn.
	 * @return another semaphore
	 */
	public SemaphorePolicy withFair() {
		return new SemaphorePolicy(this.name, this.permits, this.version, this.lease, this.waitTime, true);
	}

}
