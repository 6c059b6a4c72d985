package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.Map;

import io.github.redispatterns.internal.AdviceOrder;
import io.github.redispatterns.internal.Require;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for locks.
 *
 * @param enabled whether locks are configured
 * @param adviceOrder order of the advice of @DistributedLock among other advice
 * @param lease how long a lock is held without renewal
 * @param waitTime longest wait for others; zero tries once
 * @param maxHold time after which a lock is no longer renewed
 * @param fenceTtl how long the last fencing token is remembered
 * @param poll longest pause between two looks of a waiter that gets no signal
 * @param fair settings of locks that are fair
 * @param deadlockDetection how deadlocks are found
 * @param replicas how many replicas acknowledge locks of durability REPLICAS
 * @param quorum which servers grant locks of durability QUORUM
 * @param named settings of the locks of one name
 */
@ConfigurationProperties("redis-patterns.lock")
public record LockProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("" + AdviceOrder.LOCKED) int adviceOrder, @DefaultValue("30s") Duration lease,
		@DefaultValue("0s") Duration waitTime, @DefaultValue("1h") Duration maxHold,
		@DefaultValue("24h") Duration fenceTtl, @DefaultValue("2s") Duration poll, @DefaultValue Fair fair,
		@DefaultValue DeadlockDetection deadlockDetection, @DefaultValue Replicas replicas,
		@DefaultValue QuorumProperties quorum, @DefaultValue Map<String, Named> named) {

	public LockProperties {
		Require.between(lease, LockRequest.LEAST_LEASE, LockRequest.LONGEST, "redis-patterns.lock.lease");
		Require.between(waitTime, Duration.ZERO, LockRequest.LONGEST, "redis-patterns.lock.wait-time");
		Require.between(maxHold, lease, LockRequest.LONGEST, "redis-patterns.lock.max-hold");
		Require.between(fenceTtl, Duration.ofMinutes(1), LockRequest.LONGEST, "redis-patterns.lock.fence-ttl");
		Require.between(poll, Duration.ofMillis(50), Duration.ofMinutes(1), "redis-patterns.lock.poll");
	}

	/**
	 * Settings of locks that are fair.
	 *
	 * @param claimWindow how long a free lock is kept for whoever is first; then whoever
	 * did not show that it lives loses its place
	 */
	public record Fair(@DefaultValue("500ms") Duration claimWindow) {

		public Fair {
			Require.between(claimWindow, Duration.ofMillis(50), Duration.ofMinutes(1),
					"redis-patterns.lock.fair.claim-window");
		}

	}

	/**
	 * Settings of the locks of one name.
	 *
	 * @param lease how long a lock is held without renewal
	 * @param waitTime longest wait for others; zero tries once
	 * @param maxHold time after which a lock is no longer renewed
	 */
	public record Named(@Nullable Duration lease, @Nullable Duration waitTime, @Nullable Duration maxHold) {
	}

	/**
	 * How many replicas acknowledge locks of durability REPLICAS.
	 *
	 * @param count how many have to, at least half of those there are
	 * @param timeout longest wait for them; less than that of the driver
	 */
	public record Replicas(@DefaultValue("1") int count, @DefaultValue("500ms") Duration timeout) {

		static final String PREFIX = "redis-patterns.lock.replicas";

		public Replicas {
			Require.that(count >= 1 && count <= 16, PREFIX + ".count", count, "from 1 to 16");
			Require.between(timeout, Duration.ofMillis(1), Duration.ofMinutes(1), PREFIX + ".timeout");
		}

	}

	/**
	 * How deadlocks are found.
	 *
	 * @param enabled whether they are looked for
	 * @param checkAfter how long a caller waits before it looks whether it waits for
	 * itself
	 */
	public record DeadlockDetection(@DefaultValue("true") boolean enabled, @DefaultValue("1s") Duration checkAfter) {

		public DeadlockDetection {
			Require.between(checkAfter, Duration.ofMillis(10), Duration.ofHours(1),
					"redis-patterns.lock.deadlock-detection.check-after");
		}

	}

}
