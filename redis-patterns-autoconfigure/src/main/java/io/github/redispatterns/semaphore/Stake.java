package io.github.redispatterns.semaphore;

import java.time.Duration;

import io.github.redispatterns.LossCause;

/**
 * What one caller wants or holds in Redis, under a token of its own: permits or an item.
 * Every operation is one round trip.
 */
interface Stake {

	/**
	 * Return what tells this semaphore or pool from all others.
	 * @return the topic of its signals
	 */
	String entity();

	/**
	 * Return the name for meters.
	 * @return name of the semaphore or pool
	 */
	String name();

	/**
	 * Take it if it is free.
	 * @param lease for how long
	 * @param waiting whether the caller will wait for a signal if it is not free
	 * @return whether it was taken
	 */
	Taking take(Duration lease, boolean waiting);

	/**
	 * Begin another lease now.
	 * @param lease its length
	 * @return {@code false} if it is not held any more
	 */
	boolean renew(Duration lease);

	/**
	 * Give it back.
	 * @return {@code false} if it was not held any more
	 */
	boolean release();

	/**
	 * The caller no longer waits.
	 */
	void leave();

	/**
	 * Tell what to publish about a loss.
	 * @param cause why
	 * @return the event
	 */
	SemaphoreEvent lost(LossCause cause);

	/**
	 * How an attempt ended.
	 *
	 * @param taken whether it was taken
	 * @param pause milliseconds until it may be free without a signal, or -1
	 */
	record Taking(boolean taken, long pause) {
	}

}
