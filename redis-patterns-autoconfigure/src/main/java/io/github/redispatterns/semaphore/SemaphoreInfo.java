package io.github.redispatterns.semaphore;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Who holds permits and who waits for some.
 *
 * @param name name of the semaphore
 * @param key which of the semaphores of that name, empty if there is one
 * @param permits how many there are
 * @param version version of the configuration or the change that says so
 * @param resizedBy who changed it at run time, or {@code null}
 * @param inUse how many are held; more than there are after a change that lowered them
 * @param holders who holds some, those whose lease ends first; 1,000 at most
 * @param waiters instances that wait, one entry for each that asks; 1,000 at most
 */
public record SemaphoreInfo(String name, String key, long permits, long version, @Nullable String resizedBy, long inUse,
		List<Holder> holders, List<String> waiters) {

	/**
	 * Who holds permits.
	 *
	 * @param instance the instance
	 * @param weight how many
	 * @param remaining time until the lease ends unless it is renewed
	 */
	public record Holder(String instance, int weight, Duration remaining) {
	}

}
