package io.github.redispatterns.lock.advice;

/**
 * Interrupts the thread that made it, once and only until it says that it is done.
 */
final class Interruption {

	private final Thread thread = Thread.currentThread();

	private boolean over;

	private boolean happened;

	synchronized void interrupt() {
		if (!this.over && !this.happened) {
			this.happened = true;
			this.thread.interrupt();
		}
	}

	/**
	 * The thread is done with what may be interrupted.
	 */
	synchronized void end() {
		this.over = true;
		if (this.happened) {
			// what the method did not notice must not hit what comes after it
			Thread.interrupted();
		}
	}

}
