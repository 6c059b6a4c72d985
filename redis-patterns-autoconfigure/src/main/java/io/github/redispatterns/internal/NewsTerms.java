package io.github.redispatterns.internal;

import java.time.Duration;

/**
 * How long broadcasts may take, in nanoseconds.
 *
 * @param bound longest silence that is trusted
 * @param heartbeat time between two heartbeats
 * @param grace how late a message may be before it counts as lost
 */
record NewsTerms(long bound, long heartbeat, long grace) {

	private static final Duration LONGEST_HEARTBEAT = Duration.ofSeconds(1);

	private static final Duration GRACE = Duration.ofMillis(200);

	static NewsTerms of(Duration bound) {
		return new NewsTerms(bound.toNanos(), Math.min(bound.toNanos() / 3, LONGEST_HEARTBEAT.toNanos()),
				GRACE.toNanos());
	}

}
