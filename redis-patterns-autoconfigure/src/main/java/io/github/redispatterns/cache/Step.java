package io.github.redispatterns.cache;

import org.jspecify.annotations.Nullable;

/**
 * What to do next for a key.
 */
sealed interface Step {

	/**
	 * Give a fresh value.
	 *
	 * @param entry the value
	 */
	record Hit(LocalEntry entry) implements Step {
	}

	/**
	 * Load.
	 *
	 * @param right where the value may be stored, and the epoch and versions from before
	 * @param stale a value to give if the load fails or takes long
	 */
	record Lead(Right right, @Nullable LocalEntry stale) implements Step {
	}

	/**
	 * Somebody else loads.
	 *
	 * @param millis until its lease ends
	 * @param stale a value to give meanwhile
	 */
	record Await(long millis, @Nullable LocalEntry stale) implements Step {
	}

	/**
	 * What a load may do with its value, from before it began.
	 *
	 * @param token of the lease in Redis, {@code null} if nothing may be stored there
	 * @param local whether it may be kept in memory
	 * @param versions what was known of evictions
	 * @param epoch of the key in memory
	 * @param since when the look began
	 * @param judged of which moment every eviction was known
	 */
	record Right(byte @Nullable [] token, boolean local, Versions.Moment versions, long epoch, long since,
			long judged) {

		Right localOnly() {
			return new Right(null, true, this.versions, this.epoch, this.since, this.judged);
		}

		Right nowhere() {
			return new Right(null, false, this.versions, this.epoch, this.since, this.judged);
		}

	}

}
