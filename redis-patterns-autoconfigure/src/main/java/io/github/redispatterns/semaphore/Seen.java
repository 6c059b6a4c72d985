package io.github.redispatterns.semaphore;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.internal.LeaseKeeper;

/**
 * How full a semaphore or a pool was when this instance saw it last, for gauges.
 * <p>
 * Every answer to an attempt says it without a command. Only a gauge that is read when
 * nobody asked for some seconds has it looked up, in the background.
 */
final class Seen {

	private static final long FRESH = Duration.ofSeconds(5).toNanos();

	private final LeaseContext context;

	private final Runnable look;

	private final AtomicBoolean looking = new AtomicBoolean();

	private volatile double used = Double.NaN;

	private volatile double max = Double.NaN;

	private volatile long at = -FRESH;

	/**
	 * Create it before anything was seen.
	 * @param context where to look in the background
	 * @param look asks Redis and tells what it {@link #saw}
	 */
	Seen(LeaseContext context, Runnable look) {
		this.context = context;
		this.look = look;
	}

	void saw(long used, long max) {
		this.used = used;
		this.max = max;
		this.at = LeaseKeeper.now();
	}

	double used() {
		refresh();
		return this.used;
	}

	double max() {
		refresh();
		return this.max;
	}

	private void refresh() {
		if (LeaseKeeper.now() - this.at > FRESH && this.looking.compareAndSet(false, true)) {
			this.context.background().after(Duration.ZERO, this::lookNow);
		}
	}

	private void lookNow() {
		try {
			this.look.run();
		}
		catch (RedisUnavailableException ex) {
			this.used = Double.NaN;
			this.max = Double.NaN;
		}
		finally {
			this.looking.set(false);
		}
	}

}
