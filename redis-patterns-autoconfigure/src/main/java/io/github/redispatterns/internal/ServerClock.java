package io.github.redispatterns.internal;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * How far this machine's wall clock is from the Redis server's.
 * <p>
 * No pattern computes with the wall clock of the application; the difference is measured
 * only to be shown.
 */
public final class ServerClock {

	private static final Log logger = LogFactory.getLog(ServerClock.class);

	private static final long FRESH = TimeUnit.SECONDS.toNanos(30);

	private final ServerProbe probe;

	private final Background background;

	private final LongSupplier wallClock;

	private final AtomicLong measuredAt = new AtomicLong(System.nanoTime() - FRESH);

	private volatile long skewMillis;

	ServerClock(ServerProbe probe, Background background, LongSupplier wallClock) {
		this.probe = probe;
		this.background = background;
		this.wallClock = wallClock;
	}

	/**
	 * Measure now, with one command.
	 * @return this clock minus the server's; its error is half a round trip
	 */
	public Duration measure() {
		long before = this.wallClock.getAsLong();
		long server = this.probe.serverMillis(0);
		long after = this.wallClock.getAsLong();
		this.skewMillis = before + (after - before) / 2 - server;
		this.measuredAt.set(System.nanoTime());
		return Duration.ofMillis(this.skewMillis);
	}

	/**
	 * Return the last measured difference and have it measured again in the background if
	 * it is older than thirty seconds.
	 * @return milliseconds this clock is ahead of the server's
	 */
	public long skewMillis() {
		long last = this.measuredAt.get();
		long now = System.nanoTime();
		if (now - last >= FRESH && this.measuredAt.compareAndSet(last, now)) {
			this.background.after(Duration.ZERO, this::refresh);
		}
		return this.skewMillis;
	}

	private void refresh() {
		try {
			measure();
		}
		catch (RuntimeException ex) {
			logger.debug("The server's clock cannot be read now", ex);
		}
	}

}
