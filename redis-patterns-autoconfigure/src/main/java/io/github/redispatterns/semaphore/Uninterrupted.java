package io.github.redispatterns.semaphore;

import java.time.Duration;

/**
 * Waits where an interrupt cannot be thrown: it ends the wait, not the call.
 */
final class Uninterrupted {

	private Uninterrupted() {
	}

	static PermitDecision ask(PermitRequest request, Asked<PermitRequest, PermitDecision> question) {
		return ask(request, request.withWait(Duration.ZERO), question);
	}

	/**
	 * Ask, and if the thread is interrupted once more in another way.
	 * @param <Q> type of the question
	 * @param <A> type of the answer
	 * @param patient what to ask
	 * @param hasty what to ask after an interrupt; must not wait
	 * @param question whom to ask
	 * @return the answer
	 */
	static <Q, A> A ask(Q patient, Q hasty, Asked<Q, A> question) {
		try {
			return question.ask(patient);
		}
		catch (InterruptedException ex) {
			try {
				return question.ask(hasty);
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
	 * Whom to ask.
	 *
	 * @param <Q> type of the question
	 * @param <A> type of the answer
	 */
	interface Asked<Q, A> {

		A ask(Q question) throws InterruptedException;

	}

}
