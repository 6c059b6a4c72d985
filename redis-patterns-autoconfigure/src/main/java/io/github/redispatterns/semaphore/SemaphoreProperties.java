package io.github.redispatterns.semaphore;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.redispatterns.internal.AdviceOrder;
import io.github.redispatterns.internal.Require;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for semaphores and pools.
 *
 * @param enabled whether semaphores are configured
 * @param adviceOrder order of the advice of @DistributedSemaphore among other advice
 * @param lease how long a permit is held without renewal
 * @param waitTime longest wait for others; zero tries once
 * @param maxHold time after which a permit is no longer renewed
 * @param poll longest pause between two looks of a waiter that gets no signal
 * @param claim time within which the first in turn must take what is free for it
 * @param retention how long a change at run time outlives the last use
 * @param named named semaphores
 * @param pools named pools of items
 */
@ConfigurationProperties("redis-patterns.semaphore")
public record SemaphoreProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("" + AdviceOrder.SEMAPHORE) int adviceOrder, @DefaultValue("30s") Duration lease,
		@DefaultValue("0s") Duration waitTime, @DefaultValue("1h") Duration maxHold, @DefaultValue("2s") Duration poll,
		@DefaultValue("500ms") Duration claim, @DefaultValue("30d") Duration retention,
		@DefaultValue Map<String, Named> named, @DefaultValue Map<String, Pool> pools) {

	public SemaphoreProperties {
		PermitRequest.checkLease(lease, "redis-patterns.semaphore.lease");
		PermitRequest.checkWait(waitTime, "redis-patterns.semaphore.wait-time");
		Require.between(maxHold, lease, PermitRequest.LONGEST, "redis-patterns.semaphore.max-hold");
		Require.between(poll, Duration.ofMillis(50), Duration.ofMinutes(1), "redis-patterns.semaphore.poll");
		Require.between(claim, Duration.ofMillis(50), Duration.ofMinutes(1), "redis-patterns.semaphore.claim");
		Require.between(retention, Duration.ofMinutes(1), PermitRequest.LONGEST, "redis-patterns.semaphore.retention");
		named.forEach((name, semaphore) -> {
			String place = "redis-patterns.semaphore.named." + name;
			Require.that(semaphore.permits >= 0 && semaphore.permits <= SemaphorePolicy.MOST_PERMITS,
					place + ".permits", semaphore.permits,
					"from 1 to " + SemaphorePolicy.MOST_PERMITS + ", or 0 to pause");
			Require.that(semaphore.version >= 0, place + ".version", semaphore.version, "0 or more");
			PermitRequest.checkLease(semaphore.lease, place + ".lease");
			PermitRequest.checkWait(semaphore.waitTime, place + ".wait-time");
		});
		pools.forEach((name, pool) -> {
			String place = "redis-patterns.semaphore.pools." + name;
			PoolPolicy.check(pool.items, place + ".items");
			Require.that(pool.version >= 0, place + ".version", pool.version, "0 or more");
			PermitRequest.checkLease(pool.lease, place + ".lease");
			PermitRequest.checkWait(pool.waitTime, place + ".wait-time");
			PermitRequest.checkLease(pool.quarantine, place + ".quarantine");
		});
	}

	/**
	 * How long somebody counts as waiting after the last look.
	 * @return some pauses between looks
	 */
	Duration patience() {
		return this.poll.multipliedBy(3);
	}

	/**
	 * A named semaphore.
	 *
	 * @param permits how many there are; 0 pauses it
	 * @param lease how long a permit is held without renewal
	 * @param fair whether those who wait are served in turn
	 * @param waitTime longest wait for others; zero tries once
	 * @param version of several instances that say otherwise the highest version counts,
	 * and of one version the fewest permits
	 */
	public record Named(@DefaultValue("-1") int permits, @Nullable Duration lease, @DefaultValue("false") boolean fair,
			@Nullable Duration waitTime, @DefaultValue("0") int version) {

		SemaphorePolicy policy(String name) {
			return new SemaphorePolicy(name, this.permits, this.version, this.lease, this.waitTime, this.fair);
		}

	}

	/**
	 * A named pool of items.
	 *
	 * @param items what it lends; more may be added at run time
	 * @param lease how long an item is held without renewal
	 * @param waitTime longest wait for others; zero tries once
	 * @param version of several instances that list other items the highest version
	 * counts
	 * @param onExpiry what becomes of an item whose holder did not return it
	 * @param quarantine time for which a suspect item is not lent
	 */
	public record Pool(@DefaultValue List<String> items, @Nullable Duration lease, @Nullable Duration waitTime,
			@DefaultValue("0") int version, @DefaultValue("return") PoolPolicy.OnExpiry onExpiry,
			@DefaultValue("1m") Duration quarantine) {

		PoolPolicy policy(String name) {
			return new PoolPolicy(name, this.items, this.version, this.lease, this.waitTime, this.onExpiry,
					this.quarantine);
		}

	}

}
