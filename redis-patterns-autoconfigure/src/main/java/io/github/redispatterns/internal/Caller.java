package io.github.redispatterns.internal;

import java.util.concurrent.Callable;

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
	 * @param <T> type of the result
	 * @param work what to ask
	 * @return the result
	 * @throws Exception what the work threw
	 */
	public static <T> T apart(Callable<T> work) throws Exception {
		Object outer = APART.get();
		APART.set(new Object());
		try {
			return work.call();
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

}
