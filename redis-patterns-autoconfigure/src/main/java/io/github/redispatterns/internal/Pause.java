package io.github.redispatterns.internal;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The one place where a caller's thread waits for time to pass.
 */
public final class Pause {

	private Pause() {
	}

	/**
	 * Wait, rounded up to whole milliseconds.
	 * @param duration how long
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static void of(Duration duration) throws InterruptedException {
		TimeUnit.MILLISECONDS.sleep((duration.toNanos() + 999_999) / 1_000_000);
	}

}
