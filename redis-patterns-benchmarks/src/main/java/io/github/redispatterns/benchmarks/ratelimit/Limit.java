package io.github.redispatterns.benchmarks.ratelimit;

import java.time.Duration;

/**
 * The limits that every contender is given.
 * <p>
 * A limit that calls cannot reach needs a large burst rather than a large rate: with a
 * large rate a bucket is full again, and its key gone, before the next call.
 */
enum Limit {

	/** Admits every call of a run, from a bucket that is never full again. */
	AMPLE(100, Duration.ofSeconds(1), 1_000_000_000),

	/** One call, which is used up before a row begins. */
	EXHAUSTED(1, Duration.ofHours(1), 1),

	/** What the check counts. */
	HUNDRED(100, Duration.ofHours(1), 100),

	/** For the memory that keys take: no key expires during the run. */
	DAILY(100, Duration.ofDays(1), 100);

	private final long calls;

	private final Duration period;

	private final long burst;

	Limit(long calls, Duration period, long burst) {
		this.calls = calls;
		this.period = period;
		this.burst = burst;
	}

	long calls() {
		return this.calls;
	}

	Duration period() {
		return this.period;
	}

	long burst() {
		return this.burst;
	}

	/**
	 * The name that a contender knows the limit by, in lower case like a user's.
	 * @return the name
	 */
	String policy() {
		return switch (this) {
			case AMPLE -> "ample";
			case EXHAUSTED -> "exhausted";
			case HUNDRED -> "hundred";
			case DAILY -> "daily";
		};
	}

}
