package io.github.redispatterns.lock;

/**
 * What a guard said to a fencing token.
 */
public sealed interface Passage {

	/**
	 * Return whether it passed, or throw.
	 * @throws StaleFenceException if it did not
	 */
	void orThrow();

	/**
	 * It passed and is remembered.
	 *
	 * @param fence the token
	 */
	record Passed(Fence fence) implements Passage {

		@Override
		public void orThrow() {
		}

	}

	/**
	 * It was refused and nothing was written: its lock was given to somebody else since.
	 *
	 * @param fence the token
	 * @param highest the highest one that was seen
	 */
	record Stale(Fence fence, long highest) implements Passage {

		@Override
		public void orThrow() {
			throw new StaleFenceException(this.fence, this.highest);
		}

	}

}
