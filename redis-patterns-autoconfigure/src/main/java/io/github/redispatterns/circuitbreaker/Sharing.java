package io.github.redispatterns.circuitbreaker;

import java.time.Duration;

import io.github.redispatterns.internal.Require;

/**
 * How instances share the state.
 *
 * @param maxStaleness time after which the shared state is read again while calls flow
 * @param flushInterval longest time until failed and slow calls are told
 * @param flushSize number of calls that are told at once
 * @param minFailingInstances instances that must be failing for the shared breaker to
 * open
 * @param probeLease time after which the permit of a lost probe comes back
 * @param probeTimeout longest time that a caller waits for the permit of a probe
 */
public record Sharing(Duration maxStaleness, Duration flushInterval, int flushSize, int minFailingInstances,
		Duration probeLease, Duration probeTimeout) {

	public Sharing {
		Require.between(maxStaleness, Duration.ofMillis(10), Duration.ofMinutes(1), "max-staleness");
		Require.between(flushInterval, Duration.ofMillis(1), Duration.ofMinutes(1), "flush-interval");
		Require.that(flushInterval.compareTo(maxStaleness) <= 0, "flush-interval", flushInterval,
				"at most 'max-staleness', which is " + maxStaleness);
		Require.that(flushSize >= 1 && flushSize <= 10_000, "flush-size", flushSize, "from 1 to 10000");
		Require.that(minFailingInstances >= 1 && minFailingInstances <= 1_000, "min-failing-instances",
				minFailingInstances, "from 1 to 1000");
		Require.between(probeLease, Duration.ofMillis(100), Duration.ofDays(1), "probe-lease");
		Require.between(probeTimeout, Duration.ofMillis(1), Duration.ofSeconds(10), "probe-timeout");
	}

	/**
	 * Change the time after which the shared state is read again.
	 * @param changed the time
	 * @return a changed copy
	 */
	public Sharing withMaxStaleness(Duration changed) {
		return new Sharing(changed, this.flushInterval, this.flushSize, this.minFailingInstances, this.probeLease,
				this.probeTimeout);
	}

	/**
	 * Change when outcomes are told.
	 * @param interval longest time until failed and slow calls are told
	 * @param size number of calls that are told at once
	 * @return a changed copy
	 */
	public Sharing withFlush(Duration interval, int size) {
		return new Sharing(this.maxStaleness, interval, size, this.minFailingInstances, this.probeLease,
				this.probeTimeout);
	}

	/**
	 * Change how many instances must be failing.
	 * @param instances 1 or more
	 * @return a changed copy
	 */
	public Sharing withMinFailingInstances(int instances) {
		return new Sharing(this.maxStaleness, this.flushInterval, this.flushSize, instances, this.probeLease,
				this.probeTimeout);
	}

	/**
	 * Change how probes are permitted.
	 * @param lease time after which the permit of a lost probe comes back
	 * @param timeout longest time that a caller waits for a permit
	 * @return a changed copy
	 */
	public Sharing withProbes(Duration lease, Duration timeout) {
		return new Sharing(this.maxStaleness, this.flushInterval, this.flushSize, this.minFailingInstances, lease,
				timeout);
	}

}
