package io.github.redispatterns.lock;

/**
 * A writer whose lock was given to somebody else was refused.
 */
public class StaleFenceException extends RuntimeException {

	private final transient Fence fence;

	private final long highest;

	/**
	 * Create the exception.
	 * @param fence what was refused
	 * @param highest the highest token that was seen
	 */
	public StaleFenceException(Fence fence, long highest) {
		super("Fencing token %d for '%s' is stale: %d was seen".formatted(fence.token(), fence.resource(), highest));
		this.fence = fence;
		this.highest = highest;
	}

	/**
	 * Return what was refused.
	 * @return resource and token
	 */
	public Fence fence() {
		return this.fence;
	}

	/**
	 * Return the highest token that was seen.
	 * @return the token
	 */
	public long highest() {
		return this.highest;
	}

}
