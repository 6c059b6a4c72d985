package io.github.redispatterns.semaphore;

import java.time.Duration;
import java.util.function.Consumer;

import io.github.redispatterns.LossCause;

/**
 * Permits that are held, by whoever has this object: any thread may use and close it.
 */
public interface Permit extends AutoCloseable {

	/**
	 * Tell, without asking Redis, whether nobody else can have it now. While Redis cannot
	 * be reached this turns {@code false} before Redis can grant it to anybody else.
	 * @return whether it is held
	 */
	boolean isValid();

	/**
	 * Return how long it stays held without another renewal.
	 * @return the time, zero if it is lost or given back
	 */
	Duration remaining();

	/**
	 * Begin another lease of another length now.
	 * @param lease its length, also of later renewals
	 * @return whether it was still held
	 * @throws io.github.redispatterns.RedisUnavailableException if Redis cannot answer;
	 * the present lease goes on
	 */
	boolean extend(Duration lease);

	/**
	 * Be told if it is lost; at once if it is lost already. Not told when it is closed.
	 * @param listener called once, on a thread of its own
	 */
	void onLost(Consumer<LossCause> listener);

	/**
	 * Give it back. Later calls do nothing, and one that was lost is not given back:
	 * there are never more permits than the semaphore has. Does not fail if Redis cannot
	 * answer; it is tried again until the lease has ended.
	 */
	@Override
	void close();

}
