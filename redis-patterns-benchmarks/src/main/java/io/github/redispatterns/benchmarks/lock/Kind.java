package io.github.redispatterns.benchmarks.lock;

/**
 * What is locked how.
 */
enum Kind {

	/** One holder, any order. */
	MUTEX,

	/** One holder, in order. */
	FAIR,

	/** Many readers. */
	READ,

	/** One writer. */
	WRITE,

	/** {@value #PERMITS} holders. */
	SEMAPHORE;

	static final int PERMITS = 4;

}
