package io.github.redispatterns.lock;

import java.nio.charset.StandardCharsets;

import io.github.redispatterns.internal.LeaseKeeper;
import org.jspecify.annotations.Nullable;

/**
 * A time that the server returned lately, where fencing tokens begin.
 * <p>
 * Reading the clock in a script costs as much as the lock itself. So it is read twice a
 * second only, and no application's clock is asked. An epoch is shorter than any
 * failover: tokens that a failover lost lie below the next epoch.
 */
final class Epoch {

	private static final long LENGTH = 500_000_000;

	private volatile byte @Nullable [] text;

	private volatile long end;

	/**
	 * Return the present epoch.
	 * @return microseconds, or {@code null} if a script has to read the clock
	 */
	byte @Nullable [] text() {
		return (LeaseKeeper.now() < this.end) ? this.text : null;
	}

	/**
	 * A script read the clock.
	 * @param micros the time
	 */
	void began(long micros) {
		this.text = Long.toString(micros).getBytes(StandardCharsets.US_ASCII);
		this.end = LeaseKeeper.now() + LENGTH;
	}

}
