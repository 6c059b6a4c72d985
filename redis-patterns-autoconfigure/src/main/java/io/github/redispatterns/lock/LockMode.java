package io.github.redispatterns.lock;

/**
 * How a lock is shared.
 * <p>
 * MUTEX, FAIR and WRITE of one key exclude each other; READ is excluded by each of them
 * and excludes WRITE. Of one key use either MUTEX and FAIR, or READ and WRITE: a mutex
 * does not wait for readers.
 */
public enum LockMode {

	/** One holder; whoever asks first when it is free gets it. */
	MUTEX,

	/** One holder; whoever has waited longest gets it. */
	FAIR,

	/** Many holders, unless a writer holds it or waits for it. */
	READ,

	/** One holder and no readers. */
	WRITE

}
