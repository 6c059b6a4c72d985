package io.github.redispatterns.internal;

import org.jspecify.annotations.Nullable;

/**
 * Who asks for something that the same caller may have once more: the present thread, or
 * somebody whose work goes on elsewhere and who therefore is no thread.
 */
public final class Caller {

	private static final ThreadLocal<@Nullable Object> APART = new ThreadLocal<>();

	private Caller() {
	}

	/**
	 * Return the present caller.
	 * @return an object that equals no other caller
	 */
	public static Object current() {
		Object apart = APART.get();
		return (apart != null) ? apart : Thread.currentThread();
	}

	/**
	 * Ask on behalf of a new caller, to whom nothing of this thread belongs and of whom
	 * nothing stays with this thread.
	 * @param <T> type of the answer
	 * @param question what to ask
	 * @return the answer
	 * @throws InterruptedException if the thread is interrupted while it waits
	 */
	public static <T> T apart(Question<T> question) throws InterruptedException {
		Object outer = APART.get();
		APART.set(new Object());
		try {
			return question.ask();
		}
		finally {
			if (outer != null) {
				APART.set(outer);
			}
			else {
				APART.remove();
			}
		}
	}

	/**
	 * What a caller asks.
	 *
	 * @param <T> type of the answer
	 */
	@FunctionalInterface
	public interface Question<T> {

		/**
		 * Ask, and wait for the answer if need be.
		 * @return the answer
		 * @throws InterruptedException if the thread is interrupted while it waits
		 */
		T ask() throws InterruptedException;

	}

}
