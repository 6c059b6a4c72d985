package io.github.redispatterns.lock;

/**
 * How a lock is shared.
 * <p>
 * MUTEX, FAIR and WRITE of one key exclude each other; READ is excluded by each of them
 * and excludes WRITE. Of one key use either MUTEX and FAIR, or READ and WRITE: a mutex
 * does not wait for readers.
 * <p>
 * A thread that writes may read as well, at once, and goes on reading when it no longer
 * writes. A thread that reads may write if nobody else reads, otherwise it gets an
 * {@link UpgradeDeadlockException} at once.
 */
public enum LockMode {

	/** One holder; whoever asks first when it is free gets it. */
	MUTEX,

	/**
	 * One holder; whoever has waited longest gets it. Whoever died while it waited is
	 * passed over, all of those at once.
	 */
	FAIR,

	/**
	 * Many holders, unless a writer holds it or waits for it. Each has a lease of its
	 * own.
	 */
	READ,

	/** One holder and no readers. */
	WRITE

}
