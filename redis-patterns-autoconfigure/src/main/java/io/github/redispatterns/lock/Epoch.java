package io.github.redispatterns.lock;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

import io.github.redispatterns.internal.LeaseKeeper;
import org.jspecify.annotations.Nullable;

/**
 * A time that the server returned lately, where fencing tokens begin.
 * <p>
 * Reading the clock in a script costs as much as the lock itself. So it is read twice a
 * second only, and no application's clock is asked. Tokens that a server lost lie below
 * the next epoch, and this instance never gives one of its own again; only what other
 * instances were given in the last half second before a loss is not known here.
 */
final class Epoch {

	private static final long LENGTH = 500_000_000;

	private final AtomicLong least = new AtomicLong();

	private volatile long end;

	/**
	 * Return the smallest token that may be given now.
	 * @return a number, or {@code null} if a script has to read the clock
	 */
	byte @Nullable [] text() {
		return (LeaseKeeper.now() < this.end) ? Long.toString(this.least.get()).getBytes(StandardCharsets.US_ASCII)
				: null;
	}

	/**
	 * A script read the clock.
	 * @param micros the time
	 */
	void began(long micros) {
		raise(micros);
		this.end = LeaseKeeper.now() + LENGTH;
	}

	/**
	 * A token was given.
	 * @param fence the token, 0 if none was
	 */
	void gave(long fence) {
		raise(fence + 1);
	}

	private void raise(long value) {
		if (this.least.get() < value) {
			this.least.accumulateAndGet(value, Math::max);
		}
	}

}
