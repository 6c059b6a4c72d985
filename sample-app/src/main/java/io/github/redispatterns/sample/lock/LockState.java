package io.github.redispatterns.sample.lock;

import java.util.List;
import java.util.Optional;

import io.github.redispatterns.lock.LockInfo;
import org.jspecify.annotations.Nullable;

/**
 * A lock in Redis as JSON.
 *
 * @param holder the instance that holds it, or {@code null} if it is free
 * @param since when it was taken, in milliseconds since the epoch by the clock of Redis
 * @param remainingMillis time until the lease ends unless it is renewed
 * @param fence fencing token of the holder
 * @param waiters instances that wait, one entry for each caller
 */
record LockState(@Nullable String holder, @Nullable Long since, long remainingMillis, long fence,
		List<String> waiters) {

	private static final LockState FREE = new LockState(null, null, 0, 0, List.of());

	static LockState of(Optional<LockInfo> found) {
		return found.map(LockState::of).orElse(FREE);
	}

	private static LockState of(LockInfo info) {
		if (info.holders().isEmpty()) {
			return new LockState(null, null, 0, info.fence(), info.waiters());
		}
		LockInfo.Holder holder = info.holders().get(0);
		Long since = (holder.since() != null) ? holder.since().toEpochMilli() : null;
		return new LockState(holder.instance(), since, holder.remaining().toMillis(), info.fence(), info.waiters());
	}

}
