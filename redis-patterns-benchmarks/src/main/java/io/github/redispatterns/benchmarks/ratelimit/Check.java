package io.github.redispatterns.benchmarks.ratelimit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Counts how many of 400 calls, made by 8 threads at once, a limit of a hundred admits.
 */
final class Check {

	private static final int THREADS = 8;

	private static final int CALLS = 50;

	private Check() {
	}

	static int admitted(Limiter limiter) {
		limiter.prepare(Limit.HUNDRED, 0);
		ExecutorService executor = Executors.newFixedThreadPool(THREADS);
		try {
			List<Callable<Integer>> calls = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				calls.add(() -> call(limiter));
			}
			int admitted = 0;
			for (Future<Integer> result : executor.invokeAll(calls)) {
				admitted += result.get();
			}
			return admitted;
		}
		catch (Exception ex) {
			throw new IllegalStateException(limiter.name(), ex);
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static int call(Limiter limiter) {
		int admitted = 0;
		for (int i = 0; i < CALLS; i++) {
			admitted += limiter.tryAcquire(Limit.HUNDRED, 0) ? 1 : 0;
		}
		return admitted;
	}

}
