package io.github.redispatterns.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Threads that do the same at the same moment.
 */
public final class Rivals {

	private Rivals() {
	}

	/**
	 * Start all rivals at once and wait for all, thirty seconds at most.
	 * @param <T> type of result
	 * @param count number of threads
	 * @param rival what each does, given its number from 0
	 * @return the results in the order of the numbers
	 * @throws AssertionError if a rival throws or does not return in time
	 */
	public static <T> List<T> race(int count, Rival<T> rival) {
		return race(count, Deadline.GENEROUS, rival);
	}

	/**
	 * Start all rivals at once and wait for all.
	 * @param <T> type of result
	 * @param count number of threads
	 * @param limit how long to wait for all of them together
	 * @param rival what each does, given its number from 0
	 * @return the results in the order of the numbers
	 * @throws AssertionError if a rival throws or does not return in time
	 */
	public static <T> List<T> race(int count, Duration limit, Rival<T> rival) {
		ExecutorService threads = Executors.newFixedThreadPool(count);
		try {
			long end = System.nanoTime() + limit.toNanos();
			CyclicBarrier start = new CyclicBarrier(count);
			List<Future<T>> futures = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				int number = i;
				futures.add(threads.submit(() -> {
					start.await();
					return rival.run(number);
				}));
			}
			List<T> results = new ArrayList<>();
			for (Future<T> future : futures) {
				results.add(result(future, end, results.size(), limit));
			}
			return results;
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static <T> T result(Future<T> future, long end, int number, Duration limit) {
		try {
			return future.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			throw new AssertionError("Rival " + number + " failed: " + ex.getCause(), ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new AssertionError("Rival " + number + " did not return within " + limit, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted while waiting for rival " + number, ex);
		}
	}

	/**
	 * What one thread does.
	 *
	 * @param <T> type of result
	 */
	@FunctionalInterface
	public interface Rival<T> {

		T run(int number) throws Exception;

	}

}
