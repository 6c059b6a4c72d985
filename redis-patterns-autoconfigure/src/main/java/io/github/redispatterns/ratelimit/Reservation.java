package io.github.redispatterns.ratelimit;

/**
 * A charge that is taken now and kept or given back by how the call turns out, so that
 * only failed logins, or only successful downloads, count.
 * <p>
 * A reservation that is neither committed nor cancelled, because its process died, is
 * given back when its hold has ended and somebody reserves for the same key. Committing
 * and cancelling are idempotent; the first one wins.
 */
public interface Reservation extends AutoCloseable {

	/**
	 * Return what was decided.
	 * @return the decision; if it is a refusal there is nothing to settle
	 */
	Decision decision();

	/**
	 * Keep the charge.
	 */
	void commit();

	/**
	 * Give the charge back.
	 */
	void cancel();

	/**
	 * Give the charge back unless it was committed.
	 */
	@Override
	void close();

}
