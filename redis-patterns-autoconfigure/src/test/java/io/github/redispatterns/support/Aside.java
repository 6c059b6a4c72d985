package io.github.redispatterns.support;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Work on a thread of its own.
 *
 * @param <T> type of the result
 */
public final class Aside<T> {

	private final FutureTask<T> task;

	private final Thread thread;

	private Aside(Callable<T> work) {
		this.task = new FutureTask<>(work);
		this.thread = new Thread(this.task, "aside");
		this.thread.setDaemon(true);
	}

	/**
	 * Start some work.
	 * @param <T> type of the result
	 * @param work what to do
	 * @return where the result will be
	 */
	public static <T> Aside<T> start(Callable<T> work) {
		Aside<T> aside = new Aside<>(work);
		aside.thread.start();
		return aside;
	}

	/**
	 * Do some work and wait for its end.
	 * @param <T> type of the result
	 * @param work what to do
	 * @return its result
	 * @throws Exception what it threw
	 */
	public static <T> T call(Callable<T> work) throws Exception {
		return start(work).get();
	}

	/**
	 * Wait for the result, thirty seconds at most.
	 * @return the result
	 * @throws Exception what the work threw
	 */
	public T get() throws Exception {
		try {
			return this.task.get(Deadline.GENEROUS.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Exception cause) {
				throw cause;
			}
			throw new AssertionError(ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new AssertionError("No result within " + Deadline.GENEROUS, ex);
		}
	}

	/**
	 * Interrupt the work.
	 */
	public void interrupt() {
		this.thread.interrupt();
	}

	/**
	 * Whether the work stands still until something happens.
	 * @return whether its thread is blocked, parked or waiting
	 */
	public boolean isWaiting() {
		return switch (this.thread.getState()) {
			case BLOCKED, WAITING, TIMED_WAITING -> true;
			default -> false;
		};
	}

	/**
	 * Return the future of the result.
	 * @return the future
	 */
	public Future<T> future() {
		return this.task;
	}

}
