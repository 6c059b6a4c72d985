package io.github.redispatterns.internal;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Pauses between attempts: each twice as long as the one before, up to a longest one, and
 * each shortened by up to a half at random, so that instances do not return in step.
 * <p>
 * For one thread.
 */
public final class BackOff {

	private final long first;

	private final long longest;

	private long next;

	/**
	 * Create a back-off.
	 * @param first the first pause before it is shortened
	 * @param longest the longest pause
	 */
	public BackOff(Duration first, Duration longest) {
		Require.that(first.toNanos() > 0, "first", first, "more than nothing");
		Require.that(longest.compareTo(first) >= 0, "longest", longest, "at least " + first);
		this.first = first.toNanos();
		this.longest = longest.toNanos();
		this.next = this.first;
	}

	/**
	 * Return how long to wait before the next attempt.
	 * @return from a half of the pause to all of it
	 */
	public Duration next() {
		long pause = this.next;
		this.next = (pause < this.longest / 2) ? pause * 2 : this.longest;
		return Duration.ofNanos(pause - ThreadLocalRandom.current().nextLong(pause / 2 + 1));
	}

	/**
	 * Begin again with the first pause, because an attempt succeeded.
	 */
	public void reset() {
		this.next = this.first;
	}

}
