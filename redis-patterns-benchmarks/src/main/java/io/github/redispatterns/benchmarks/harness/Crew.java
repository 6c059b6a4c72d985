package io.github.redispatterns.benchmarks.harness;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;

/**
 * Threads that call a contender at the same time.
 */
final class Crew implements AutoCloseable {

	private static final long MULTIPLIER = 6364136223846793005L;

	private static final long INCREMENT = 1442695040888963407L;

	private final int size;

	private final int keys;

	private final ExecutorService threads;

	Crew(int size, int keys) {
		this.size = size;
		this.keys = keys;
		this.threads = Executors.newFixedThreadPool(size);
	}

	/**
	 * Call a contender.
	 * @param contender the contender
	 * @param calls how many calls each thread makes
	 * @return how long it took and how many answers were wrong
	 */
	Shift work(Contender contender, long calls) {
		AtomicLong wrong = new AtomicLong();
		CyclicBarrier barrier = new CyclicBarrier(this.size + 1);
		for (int i = 0; i < this.size; i++) {
			long seed = i;
			this.threads.execute(() -> {
				await(barrier);
				try {
					wrong.addAndGet(call(contender, calls, seed));
				}
				catch (RuntimeException ex) {
					wrong.addAndGet(calls);
					System.err.println(contender.name() + ": " + ex);
				}
				await(barrier);
			});
		}
		await(barrier);
		long start = System.nanoTime();
		await(barrier);
		return new Shift(System.nanoTime() - start, wrong.get());
	}

	private long call(Contender contender, long calls, long seed) {
		IntPredicate call = contender.call();
		boolean expected = contender.expected();
		long random = seed * MULTIPLIER + INCREMENT;
		long wrong = 0;
		for (long i = 0; i < calls; i++) {
			random = random * MULTIPLIER + INCREMENT;
			if (call.test((int) ((random >>> 33) % this.keys)) != expected) {
				wrong++;
			}
		}
		return wrong;
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await();
		}
		catch (InterruptedException | BrokenBarrierException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
	}

	record Shift(long nanos, long wrong) {
	}

}
