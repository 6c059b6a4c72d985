package io.github.redispatterns.lock;

import org.jspecify.annotations.Nullable;

/**
 * Who holds what, and what the holder waits for.
 */
interface WaitGraph {

	/**
	 * Find who holds a lock.
	 * @param entity what the keys of the lock begin with
	 * @return token of the holder, or {@code null} if nobody or more than one holds it
	 */
	@Nullable String holder(String entity);

	/**
	 * Find what a holder waits for.
	 * @param token token of something that is held
	 * @return what the one who holds it waits for, or {@code null} if for nothing
	 */
	@Nullable Wait waitOf(String token);

	/**
	 * Somebody waits.
	 *
	 * @param token of what is wanted, nobody else's and for this wait only
	 * @param entity what the keys of the wanted lock begin with
	 * @param beat grows while the wait goes on
	 * @param who the waiting thread, for people
	 */
	record Wait(String token, String entity, long beat, String who) {
	}

}
