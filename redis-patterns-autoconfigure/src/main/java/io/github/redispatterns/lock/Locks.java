package io.github.redispatterns.lock;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;

/**
 * Locks that all instances share.
 * <p>
 * Getting and giving back a free lock is one command each. Whoever holds one is told that
 * it is lost before anybody else can get it, and has a fencing token for what not even
 * that can protect. The same thread may get a lock that it holds once more, without a
 * command; the lock is free when all of them are closed. Safe for concurrent use.
 */
public interface Locks {

	/**
	 * Try to get a lock, as long as the request waits.
	 * @param request which lock
	 * @return the lock, or who has it
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @throws DeadlockDetectedException if this caller waits for itself through others
	 * @throws io.github.redispatterns.RedisUnavailableException if Redis cannot answer;
	 * the lock is given back should Redis have granted it
	 */
	Acquisition tryLock(LockRequest request) throws InterruptedException;

	/**
	 * Get a lock.
	 * @param request which lock
	 * @return the lock
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @throws LockNotAvailableException if others held it for as long as the request
	 * waits
	 * @throws DeadlockDetectedException if this caller waits for itself through others
	 * @throws io.github.redispatterns.RedisUnavailableException if Redis cannot answer
	 */
	default HeldLock lock(LockRequest request) throws InterruptedException {
		Acquisition acquisition = tryLock(request);
		if (acquisition instanceof Acquisition.Acquired acquired) {
			return acquired.lock();
		}
		throw new LockNotAvailableException((Acquisition.Busy) acquisition);
	}

	/**
	 * Get a lock without blocking this thread. It belongs to nobody but whoever has it:
	 * no thread gets it once more.
	 * @param request which lock
	 * @return completed with the lock, or as {@link #lock} fails
	 */
	CompletionStage<HeldLock> lockAsync(LockRequest request);

	/**
	 * Work under a lock.
	 * @param <T> type of the result
	 * @param request which lock
	 * @param work what to do
	 * @return what the work returned
	 * @throws LockNotAvailableException if others held the lock for as long as the
	 * request waits
	 * @throws LockLostException if the lock was lost meanwhile and the work did not fail
	 * by itself
	 * @throws Exception what the work threw
	 */
	default <T> T execute(LockRequest request, Callable<T> work) throws Exception {
		try (HeldLock lock = lock(request)) {
			return work.call();
		}
	}

	/**
	 * Take over a lock from another process.
	 * @param token what its {@link HeldLock#detach()} returned
	 * @return the lock, or nothing if it is not held any more
	 * @throws io.github.redispatterns.RedisUnavailableException if Redis cannot answer
	 */
	Optional<HeldLock> attach(String token);

	/**
	 * Look who holds a lock.
	 * @param name name of the lock
	 * @param key which of the locks of that name, or nothing
	 * @return its holders and waiters, or nothing if it is free
	 * @throws io.github.redispatterns.RedisUnavailableException if Redis cannot answer
	 */
	Optional<LockInfo> inspect(String name, String... key);

	/**
	 * Take a lock away from whoever holds it. The holder learns it with its next renewal
	 * or check; its fencing token is refused at once by guards in Redis.
	 * @param reason for the log and the event
	 * @param name name of the lock
	 * @param key which of the locks of that name, or nothing
	 * @return whether somebody held it
	 * @throws io.github.redispatterns.RedisUnavailableException if Redis cannot answer
	 */
	boolean forceRelease(String reason, String name, String... key);

}
