package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.github.redispatterns.LossCause;

/**
 * A lock that is held, by whoever has this object: any thread may use and close it.
 */
public interface HeldLock extends AutoCloseable {

	/**
	 * Return what was asked for.
	 * @return the request
	 */
	LockRequest request();

	/**
	 * Return the fencing token: larger than that of every earlier holder. What the lock
	 * protects refuses writes with a smaller token than it has seen, see
	 * {@link FencingGuard}. Whoever reads has the token of the last writer: it tells
	 * which state was read.
	 * @return the token, above 0; of several keys the smallest, which never lets a stale
	 * holder pass but may refuse a rightful one where sets of keys only overlap: there
	 * take that of each of {@link #parts()}
	 */
	long fence();

	/**
	 * Return the locks of which this one is made.
	 * @return one for each key; this one alone if it has one key
	 */
	default List<HeldLock> parts() {
		return List.of(this);
	}

	/**
	 * Tell, without asking Redis, whether nobody else can hold it now. While Redis cannot
	 * be reached this turns {@code false} before Redis can give the lock to anybody else;
	 * after a pause of the whole process, such as a long garbage collection, it is right
	 * from the first call on.
	 * @return whether it is held
	 */
	boolean isValid();

	/**
	 * Return how long it stays held without another renewal.
	 * @return the time, zero if it is lost
	 */
	Duration remaining();

	/**
	 * Ask Redis whether it is held, and begin another lease.
	 * @return whether it is held
	 * @throws io.github.redispatterns.RedisUnavailableException if Redis cannot answer
	 */
	boolean verify();

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
	 * Give it back. Later calls do nothing.
	 * @throws LockLostException if it was lost before
	 */
	@Override
	void close();

	/**
	 * Give it back, but keep others out for a while.
	 * @param keep how long from now; replaces the minimum hold of the request
	 * @throws LockLostException if it was lost before
	 */
	void close(Duration keep);

	/**
	 * Let another process take over, see {@link Locks#attach}: this object no longer
	 * renews it and its {@link #close()} does nothing.
	 * @return a text that is worth as much as the lock itself; good for one lease
	 * @throws LockLostException if it was lost before
	 * @throws UnsupportedOperationException if it has several keys; detach each of
	 * {@link #parts()}
	 */
	String detach();

}
