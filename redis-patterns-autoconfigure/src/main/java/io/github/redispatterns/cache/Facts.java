package io.github.redispatterns.cache;

import java.time.Duration;
import java.util.List;

/**
 * What is stored about a value, beside it.
 *
 * @param staleMillis how long the value may be served after its time to live, ms as an
 * unsigned integer
 * @param computeMillis how long its computation took, ms as an unsigned integer
 * @param lifeMillis how long it was fresh at first, ms as an unsigned integer
 * @param version the version its writer gave it, 0 for none
 * @param incarnation the life of the cache's versions that {@code known} belongs to
 * @param known the last version of the cache that was known before the computation began
 * @param tags names by which it may be evicted
 */
record Facts(int staleMillis, int computeMillis, int lifeMillis, long version, long incarnation, long known,
		List<String> tags) {

	private static final long MAX_MILLIS = 0xFFFF_FFFFL;

	Facts {
		tags = List.copyOf(tags);
	}

	Facts(Duration stale, Duration compute, Duration life, long version, long incarnation, long known,
			List<String> tags) {
		this(millis(stale), millis(compute), millis(life), version, incarnation, known, tags);
	}

	Duration stale() {
		return Duration.ofMillis(Integer.toUnsignedLong(this.staleMillis));
	}

	Duration compute() {
		return Duration.ofMillis(Integer.toUnsignedLong(this.computeMillis));
	}

	Duration life() {
		return Duration.ofMillis(Integer.toUnsignedLong(this.lifeMillis));
	}

	/**
	 * Whole milliseconds in 32 bits: 0 at least, 49 days at most.
	 */
	private static int millis(Duration duration) {
		if (duration.isNegative()) {
			return 0;
		}
		return (duration.getSeconds() > MAX_MILLIS / 1000) ? -1 : (int) Math.min(duration.toMillis(), MAX_MILLIS);
	}

}
