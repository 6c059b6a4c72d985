package io.github.redispatterns.internal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redispatterns.RedisUnavailableException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Remembers that Redis is away, so that only the first calls of an outage wait for it.
 * <p>
 * After a few failures in a row calls are refused in nanoseconds while one background
 * probe looks for Redis with growing, jittered pauses; its first success lets calls
 * through again. On a Cluster each sixteenth of the slots is judged on its own, because
 * one lost shard is not an outage of the others.
 */
public final class Availability {

	private static final Log logger = LogFactory.getLog(Availability.class);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

	private final int threshold;

	private final Duration pause;

	private final Background background;

	private final Probe probe;

	private final List<Listener> listeners = new CopyOnWriteArrayList<>();

	private final Zone[] zones;

	private final boolean quiet;

	private boolean announced = true;

	Availability(int zones, RedisPatternsProperties.Availability properties, Background background, Probe probe) {
		this(zones, properties, background, probe, false);
	}

	private Availability(int zones, RedisPatternsProperties.Availability properties, Background background, Probe probe,
			boolean quiet) {
		this.quiet = quiet;
		this.threshold = properties.failures();
		this.pause = properties.probeInterval();
		this.background = background;
		this.probe = probe;
		this.zones = new Zone[zones];
		for (int i = 0; i < zones; i++) {
			this.zones[i] = new Zone(i);
		}
	}

	/**
	 * Make one that says what it finds in the debug log alone, because another warns.
	 * @param zones how many parts of Redis are judged apart
	 * @param properties when Redis counts as away
	 * @param background where probes run
	 * @param probe how to look for Redis
	 * @return a judge of its own
	 */
	static Availability quiet(int zones, RedisPatternsProperties.Availability properties, Background background,
			Probe probe) {
		return new Availability(zones, properties, background, probe, true);
	}

	/**
	 * Whether every part of Redis is thought to answer.
	 * @return {@code false} while any part is being probed
	 */
	public boolean isAvailable() {
		for (Zone zone : this.zones) {
			if (zone.open) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Be told when Redis is first found away and when it is found back.
	 * @param listener called on the thread that found out; must not block
	 */
	public void addListener(Listener listener) {
		this.listeners.add(listener);
	}

	Zone zone(byte[] key) {
		return (this.zones.length == 1) ? this.zones[0] : this.zones[Slots.of(key) * this.zones.length / Slots.COUNT];
	}

	int zones() {
		return this.zones.length;
	}

	// parts fail and recover on several threads; each change of the whole is told once
	private synchronized void announce(@Nullable Throwable cause) {
		boolean available = isAvailable();
		if (available == this.announced) {
			return;
		}
		this.announced = available;
		if (this.quiet) {
			logger.debug("Redis is " + (available ? "available again" : "unavailable"), cause);
		}
		else if (available) {
			logger.info("Redis is available again");
		}
		else {
			logger.warn("Redis is unavailable, patterns follow 'when-unavailable': " + cause);
		}
		for (Listener listener : this.listeners) {
			try {
				listener.availabilityChanged(available, available ? null : cause);
			}
			catch (RuntimeException ex) {
				logger.warn("A listener failed when told that Redis is " + (available ? "back" : "away"), ex);
			}
		}
	}

	/**
	 * Told of an outage and of its end.
	 */
	@FunctionalInterface
	public interface Listener {

		/**
		 * Redis was found away, or back.
		 * @param available whether Redis answers
		 * @param cause what failed, if it is away
		 */
		void availabilityChanged(boolean available, @Nullable Throwable cause);

	}

	/**
	 * One cheap command to a part of Redis.
	 */
	@FunctionalInterface
	interface Probe {

		void check(int zone) throws Exception;

	}

	/** Part of Redis that is judged as one. */
	final class Zone {

		private final int number;

		private final AtomicInteger failures = new AtomicInteger();

		private volatile boolean open;

		private Zone(int number) {
			this.number = number;
		}

		void check() {
			if (this.open) {
				throw new RedisUnavailableException("Redis did not answer lately; it is probed in the background");
			}
		}

		void succeeded() {
			if (this.failures.get() != 0) {
				this.failures.set(0);
			}
		}

		void failed(Throwable cause) {
			if (this.failures.incrementAndGet() < Availability.this.threshold || this.open) {
				return;
			}
			synchronized (this) {
				if (this.open) {
					return;
				}
				this.open = true;
			}
			probeAfter(Availability.this.pause);
			announce(cause);
		}

		private void probeAfter(Duration wait) {
			long jitter = ThreadLocalRandom.current().nextLong(wait.toNanos() / 4 + 1);
			Availability.this.background.after(wait.plusNanos(jitter), () -> probe(wait));
		}

		private void probe(Duration waited) {
			try {
				Availability.this.probe.check(this.number);
			}
			catch (Exception ex) {
				logger.debug("Redis is still unavailable", ex);
				Duration next = waited.multipliedBy(2);
				probeAfter((next.compareTo(LONGEST_PAUSE) < 0) ? next : LONGEST_PAUSE);
				return;
			}
			synchronized (this) {
				this.failures.set(0);
				this.open = false;
			}
			announce(null);
		}

	}

}
