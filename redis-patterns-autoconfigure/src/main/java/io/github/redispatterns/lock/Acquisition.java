package io.github.redispatterns.lock;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How an attempt to get a lock ended.
 */
public sealed interface Acquisition {

	/**
	 * The lock is held.
	 *
	 * @param lock what to give back
	 */
	record Acquired(HeldLock lock) implements Acquisition {
	}

	/**
	 * Somebody else holds it.
	 *
	 * @param name name of the lock
	 * @param holder the instance that holds it, or {@code null} if unknown
	 * @param remaining time until its lease ends unless it is renewed
	 * @param waited how long this caller waited
	 */
	record Busy(String name, @Nullable String holder, Duration remaining, Duration waited) implements Acquisition {
	}

}
