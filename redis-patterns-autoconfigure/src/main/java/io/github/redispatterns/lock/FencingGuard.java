package io.github.redispatterns.lock;

/**
 * Stands before something that a lock protects and refuses writers whose lock was given
 * to somebody else, even if they have not noticed.
 * <p>
 * It remembers the highest token that passed and refuses every smaller one; the same one
 * passes again. What it protects is what is decided together with the passage: a
 * {@link FencedStore} writes in the same step in Redis, a guard in a database holds the
 * row until the transaction ends. Anything else is checked, not protected: a new holder
 * may come between the passage and the write.
 */
public interface FencingGuard {

	/**
	 * Let a token pass and remember it, unless a larger one was seen.
	 * @param fence the token
	 * @return whether it passed
	 */
	Passage tryPass(Fence fence);

	/**
	 * Let a token pass and remember it.
	 * @param fence the token
	 * @throws StaleFenceException if a larger one was seen
	 */
	default void pass(Fence fence) {
		tryPass(fence).orThrow();
	}

	/**
	 * Let the holder of a lock pass to the resource of the same name and key.
	 * @param lock the lock, of one key or none
	 * @throws StaleFenceException if it was given to somebody else since
	 */
	default void pass(HeldLock lock) {
		pass(Fence.of(lock));
	}

}
