package io.github.redispatterns.lock;

import java.util.List;

/**
 * A caller waited for itself through others, and was chosen to give up.
 */
public class DeadlockDetectedException extends RuntimeException {

	private final List<String> cycle;

	/**
	 * Create the exception.
	 * @param cycle who waits for which lock, beginning with this caller
	 */
	public DeadlockDetectedException(List<String> cycle) {
		super("Deadlock: " + String.join(", ", cycle));
		this.cycle = List.copyOf(cycle);
	}

	/**
	 * Return who waits for which lock.
	 * @return texts of the form "holder waits for lock held by holder"
	 */
	public List<String> cycle() {
		return this.cycle;
	}

}
