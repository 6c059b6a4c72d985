package io.github.redispatterns.internal;

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * What the clock of the Redis server says, as known from its replies, without asking it.
 * <p>
 * A reply was written some time between the question and the answer (Cristian 1989), so
 * the shorter its journey, the better it tells the time; what is known grows worse with
 * its age, because clocks drift. The clock of this machine has no part in it.
 */
final class ServerTime {

	private static final long WORST = TimeUnit.MILLISECONDS.toNanos(250);

	/** Clocks that are kept by NTP drift by less than 500 ppm; twice that. */
	private static final long DRIFT = 1000;

	private volatile @Nullable Sample known;

	/**
	 * Take the time out of a reply.
	 * @param millis what the server said, ms since the epoch
	 * @param asked when it was asked, {@code LeaseKeeper.now()}
	 * @param answered when its reply was there, {@code LeaseKeeper.now()}
	 */
	synchronized void heard(long millis, long asked, long answered) {
		Sample heard = new Sample(TimeUnit.MILLISECONDS.toNanos(millis) - (asked + (answered - asked) / 2),
				(answered - asked) / 2, answered);
		Sample before = this.known;
		if (before == null || heard.error <= before.errorAt(answered) || heard.contradicts(before)) {
			this.known = heard;
		}
	}

	/**
	 * Return what the clock says now.
	 * @return ms since the epoch, 0 if that is not known to a quarter of a second
	 */
	long millis() {
		Sample sample = this.known;
		long now = LeaseKeeper.now();
		return (sample != null && sample.errorAt(now) <= WORST) ? TimeUnit.NANOSECONDS.toMillis(now + sample.ahead) : 0;
	}

	/**
	 * One reply.
	 *
	 * @param ahead ns by which the server's clock is ahead of {@code LeaseKeeper.now()}
	 * @param error ns by which that may be wrong
	 * @param at when it was so
	 */
	private record Sample(long ahead, long error, long at) {

		private long errorAt(long now) {
			return this.error + (now - this.at) / DRIFT;
		}

		// another server took over, or its clock was set
		private boolean contradicts(Sample before) {
			long reading = TimeUnit.MILLISECONDS.toNanos(1);
			return Math.abs(this.ahead - before.ahead) > this.error + before.errorAt(this.at) + reading;
		}

	}

}
