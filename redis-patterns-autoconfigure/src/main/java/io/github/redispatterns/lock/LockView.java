package io.github.redispatterns.lock;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/**
 * A lock that all instances share, as {@link Lock}: it belongs to the thread that got it.
 * <p>
 * The same thread may get it again and again, without a command, and must give it back as
 * often. All views of the same name, keys and mode are one lock. Besides what
 * {@link Lock} says, getting it throws
 * {@link io.github.redispatterns.RedisUnavailableException} if Redis cannot answer,
 * {@link DeadlockDetectedException} if this thread waits for itself through others, and
 * {@link LockLostException} if this thread holds it by its own account but lost it; it
 * must then still be given back.
 */
public interface LockView extends Lock {

	/**
	 * Return what the present thread holds, for its fencing token, its validity or its
	 * lease. It is given back by {@link #unlock()} alone.
	 * @return what is held
	 * @throws IllegalMonitorStateException if this thread does not hold it
	 */
	HeldLock held();

	/**
	 * Get it if nobody holds it, without waiting.
	 * @return whether this thread holds it; also {@code false} if this thread reads,
	 * wants to write, and others read too
	 */
	@Override
	boolean tryLock();

	/**
	 * Get it, waiting as long as given.
	 * @param time longest wait
	 * @param unit its unit
	 * @return whether this thread holds it
	 * @throws InterruptedException if the thread is interrupted before or while it waits
	 */
	@Override
	boolean tryLock(long time, TimeUnit unit) throws InterruptedException;

	/**
	 * Give it back once.
	 * @throws IllegalMonitorStateException if this thread does not hold it
	 * @throws LockLostException if it was lost before and this was the last time
	 */
	@Override
	void unlock();

	/**
	 * Conditions are not supported.
	 * @throws UnsupportedOperationException always
	 */
	@Override
	Condition newCondition();

}
