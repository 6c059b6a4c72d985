package io.github.redispatterns.lock;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How locks of one mode are taken and given back in Redis, one round trip each.
 */
interface LockScheme {

	/**
	 * Take it if it is free.
	 * @param claim whose it shall be
	 * @param lease for how long
	 * @param waiting whether the caller will wait for a signal if it is not free
	 * @return a fencing token, or who has it
	 */
	Taking take(Claim claim, Duration lease, boolean waiting);

	/**
	 * Begin another lease now.
	 * @param claim whose it is
	 * @param lease its length
	 * @return {@code false} if somebody else has it or nobody
	 */
	boolean renew(Claim claim, Duration lease);

	/**
	 * Give it back.
	 * @param claim whose it is
	 * @param keep how long others are still kept out
	 * @return {@code false} if somebody else has it or nobody
	 */
	boolean release(Claim claim, Duration keep);

	/**
	 * Tell whether it is free and nobody had it after a holder: then the release that
	 * found nothing was the second one, because the answer to the first was lost.
	 * @param claim whose it was
	 * @param fence the fencing token of that holder
	 * @return whether nobody else can have had it
	 */
	default boolean isUntouched(Claim claim, long fence) {
		return false;
	}

	/**
	 * The caller no longer waits.
	 * @param claim whose it should have been
	 */
	default void leave(Claim claim) {
	}

	/**
	 * Tell whether a signal is for a caller.
	 * @param claim whose it shall be
	 * @param signal text of the signal
	 * @return whether to try again
	 */
	default boolean concerns(Claim claim, String signal) {
		return true;
	}

	/**
	 * Tell whether other callers of this instance need not try while one of them has it.
	 * @return whether one holder keeps all others out and no order is kept in Redis
	 */
	default boolean exclusive() {
		return true;
	}

	/**
	 * How an attempt ended.
	 *
	 * @param fence fencing token, or 0 if somebody else has it
	 * @param remaining milliseconds until it may be free without a signal
	 * @param holder token of who has it, or {@code null} if unknown
	 */
	record Taking(long fence, long remaining, @Nullable String holder) {

		/**
		 * Read what a script returned.
		 * @param reply a fencing token, or remaining milliseconds and a holder, which is
		 * empty if unknown
		 * @return the same
		 */
		static Taking of(List<Object> reply) {
			if (reply.size() == 1) {
				return new Taking((Long) reply.get(0), 0, null);
			}
			String holder = new String((byte[]) reply.get(1), StandardCharsets.UTF_8);
			return new Taking(0, (Long) reply.get(0), holder.isEmpty() ? null : holder);
		}

		Taking within(long longest) {
			return new Taking(this.fence, Math.min(this.remaining, longest), this.holder);
		}

	}

}
