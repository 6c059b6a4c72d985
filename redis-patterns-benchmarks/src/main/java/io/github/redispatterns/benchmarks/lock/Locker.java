package io.github.redispatterns.benchmarks.lock;

/**
 * A library's locks as users of three instances call them.
 */
interface Locker extends AutoCloseable {

	/** How many instances there are. */
	int INSTANCES = 3;

	String name();

	/**
	 * Whether the library has such locks, and callers can wait for them.
	 * @param kind the kind
	 * @param contended whether callers must wait
	 * @return whether it takes part
	 */
	boolean supports(Kind kind, boolean contended);

	/**
	 * Lock, waiting as long as it takes.
	 * @param instance which instance calls
	 * @param kind what kind of lock
	 * @param key which lock
	 * @return gives it back
	 * @throws Exception if it cannot be had
	 */
	Release lock(int instance, Kind kind, String key) throws Exception;

	@Override
	void close();

	/** Gives a lock back. */
	@FunctionalInterface
	interface Release {

		void release() throws Exception;

	}

}
