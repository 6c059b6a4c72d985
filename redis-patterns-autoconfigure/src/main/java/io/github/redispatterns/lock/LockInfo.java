package io.github.redispatterns.lock;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Who holds a lock and who waits for it.
 *
 * @param name name of the lock
 * @param key which of the locks of that name, empty if there is one
 * @param fence fencing token that was given last
 * @param holders who holds it; several if it is read
 * @param waiters instances that wait for it, one entry each; in order if the lock is fair
 */
public record LockInfo(String name, String key, long fence, List<Holder> holders, List<String> waiters) {

	/**
	 * Who holds a lock.
	 *
	 * @param instance the instance
	 * @param mode how it is held
	 * @param since when it was taken, by the clock of Redis; {@code null} for readers, of
	 * whom only the lease is kept
	 * @param remaining time until its lease ends unless it is renewed
	 */
	public record Holder(String instance, LockMode mode, @Nullable Instant since, Duration remaining) {
	}

}
