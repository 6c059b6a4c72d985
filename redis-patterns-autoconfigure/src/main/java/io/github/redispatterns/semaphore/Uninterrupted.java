package io.github.redispatterns.semaphore;

/**
 * Waits where an interrupt cannot be thrown: it ends the wait, not the call.
 */
final class Uninterrupted {

	private Uninterrupted() {
	}

	/**
	 * Ask, and if the thread is interrupted once more without waiting.
	 * @param <T> type of the answer
	 * @param patient may wait
	 * @param hasty must not wait
	 * @return the answer
	 */
	static <T> T ask(Question<T> patient, Question<T> hasty) {
		try {
			return patient.ask();
		}
		catch (InterruptedException ex) {
			try {
				return hasty.ask();
			}
			catch (InterruptedException again) {
				throw new IllegalStateException("Interrupted without a wait", again);
			}
			finally {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * What to ask.
	 *
	 * @param <T> type of the answer
	 */
	interface Question<T> {

		T ask() throws InterruptedException;

	}

}
