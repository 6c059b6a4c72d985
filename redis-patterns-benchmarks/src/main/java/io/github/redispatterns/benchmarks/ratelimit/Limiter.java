package io.github.redispatterns.benchmarks.ratelimit;

/**
 * A rate limiter as its users call it.
 */
interface Limiter extends AutoCloseable {

	String name();

	/**
	 * Do what has to be done once for each key, if anything.
	 * @param limit the limit
	 * @param key number of the key
	 */
	default void prepare(Limit limit, int key) {
	}

	/**
	 * Ask for one call.
	 * @param limit the limit
	 * @param key number of the key
	 * @return whether it is admitted
	 */
	boolean tryAcquire(Limit limit, int key);

	@Override
	void close();

}
