package io.github.redispatterns.sample.semaphore;

import java.util.List;

import io.github.redispatterns.semaphore.SemaphoreInfo;
import org.jspecify.annotations.Nullable;

/**
 * A semaphore as JSON.
 *
 * @param permits how many permits there are
 * @param inUse how many are held
 * @param resizedBy who changed their number at run time, or {@code null}
 * @param holders who holds some, those whose lease ends first
 * @param waiters instances that wait, one entry for each caller
 */
record SemaphoreView(long permits, long inUse, @Nullable String resizedBy, List<Holder> holders, List<String> waiters) {

	static SemaphoreView of(SemaphoreInfo info) {
		return new SemaphoreView(info.permits(), info.inUse(), info.resizedBy(),
				info.holders()
					.stream()
					.map((holder) -> new Holder(holder.instance(), holder.weight(), holder.remaining().toMillis()))
					.toList(),
				info.waiters());
	}

	/**
	 * Who holds permits.
	 *
	 * @param instance the instance
	 * @param weight how many
	 * @param remainingMillis time until the lease ends unless it is renewed
	 */
	record Holder(String instance, int weight, long remainingMillis) {
	}

}
