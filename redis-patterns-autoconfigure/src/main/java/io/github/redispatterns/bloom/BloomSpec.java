package io.github.redispatterns.bloom;

import java.time.Duration;

import io.github.redispatterns.internal.Require;
import org.jspecify.annotations.Nullable;

/**
 * What a filter is like.
 *
 * @param capacity items that are expected, in each period if it rotates
 * @param errorRate share of the items never added that look as if they were
 * @param onFull what becomes of more items than the capacity
 * @param rotate how long an item is remembered at least, twice that at most; for ever if
 * {@code null}
 * @param ttl how long the filter outlives its last use
 * @param readyAfter what makes the filter complete
 * @param whenUnavailable what a check does while Redis is away
 */
public record BloomSpec(long capacity, double errorRate, OnFull onFull, @Nullable Duration rotate, Duration ttl,
		ReadyAfter readyAfter, WhenUnavailable whenUnavailable) {

	/** Largest capacity. */
	public static final long MOST_ITEMS = 1_000_000_000;

	private static final Duration SHORTEST = Duration.ofSeconds(1);

	private static final Duration LONGEST = Duration.ofDays(3660);

	public BloomSpec {
		check("", capacity, errorRate, rotate, ttl, readyAfter);
	}

	/**
	 * Specify a filter that grows, is complete from its first item, and is kept for 30
	 * days after its last use.
	 * @param capacity items that are expected
	 * @param errorRate share of the items never added that look as if they were
	 * @return the specification
	 */
	public static BloomSpec of(long capacity, double errorRate) {
		return new BloomSpec(capacity, errorRate, OnFull.GROW, null, Duration.ofDays(30), ReadyAfter.FIRST_ADD,
				WhenUnavailable.MAYBE);
	}

	static void check(String place, long capacity, double errorRate, @Nullable Duration rotate, Duration ttl,
			ReadyAfter readyAfter) {
		Require.that(capacity >= 1 && capacity <= MOST_ITEMS, place + "capacity", capacity, "from 1 to " + MOST_ITEMS);
		Require.that(errorRate >= 1e-9 && errorRate <= 0.5, place + (place.isEmpty() ? "errorRate" : "error-rate"),
				errorRate, "from 0.000000001 to 0.5");
		Require.between(ttl, SHORTEST, LONGEST, place + "ttl");
		if (rotate != null) {
			Require.between(rotate, SHORTEST, ttl.dividedBy(2), place + "rotate");
			Require.that(readyAfter == ReadyAfter.FIRST_ADD, place + "rotate", rotate,
					"left out where only a rebuild makes the filter complete: it would forget what was built");
		}
	}

	/**
	 * Treat more items than the capacity in another way.
	 * @param onFull what becomes of them
	 * @return another specification
	 */
	public BloomSpec withOnFull(OnFull onFull) {
		return new BloomSpec(this.capacity, this.errorRate, onFull, this.rotate, this.ttl, this.readyAfter,
				this.whenUnavailable);
	}

	/**
	 * Forget items some time after they were added.
	 * @param rotate how long an item is remembered at least
	 * @return another specification
	 */
	public BloomSpec withRotate(Duration rotate) {
		return new BloomSpec(this.capacity, this.errorRate, this.onFull, rotate, this.ttl, this.readyAfter,
				this.whenUnavailable);
	}

	/**
	 * Keep the filter for another time.
	 * @param ttl how long the filter outlives its last use
	 * @return another specification
	 */
	public BloomSpec withTtl(Duration ttl) {
		return new BloomSpec(this.capacity, this.errorRate, this.onFull, this.rotate, ttl, this.readyAfter,
				this.whenUnavailable);
	}

	/**
	 * Call the filter complete after something else.
	 * @param readyAfter what makes it complete
	 * @return another specification
	 */
	public BloomSpec withReadyAfter(ReadyAfter readyAfter) {
		return new BloomSpec(this.capacity, this.errorRate, this.onFull, this.rotate, this.ttl, readyAfter,
				this.whenUnavailable);
	}

	/**
	 * Do something else while Redis is away.
	 * @param whenUnavailable what a check does
	 * @return another specification
	 */
	public BloomSpec withWhenUnavailable(WhenUnavailable whenUnavailable) {
		return new BloomSpec(this.capacity, this.errorRate, this.onFull, this.rotate, this.ttl, this.readyAfter,
				whenUnavailable);
	}

	/**
	 * What becomes of more items than the capacity.
	 */
	public enum OnFull {

		/**
		 * Another layer takes them, twice as large and half as often wrong, until the
		 * filter takes all the memory it may.
		 */
		GROW,

		/** They are refused, and what is not found is unknown from then on. */
		FAIL

	}

	/**
	 * What makes a filter complete, so that it may say that an item is absent.
	 */
	public enum ReadyAfter {

		/** The first item: the filter holds what was added, nothing else was. */
		FIRST_ADD,

		/** A rebuild: the filter mirrors another source. */
		REBUILD

	}

	/**
	 * What a check does while Redis is away. A change always throws.
	 */
	public enum WhenUnavailable {

		/** Throw. */
		FAIL,

		/** Answer that nobody can tell, which is as good as perhaps. */
		MAYBE

	}

}
