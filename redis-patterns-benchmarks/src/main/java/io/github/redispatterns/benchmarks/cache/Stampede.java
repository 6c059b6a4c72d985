package io.github.redispatterns.benchmarks.cache;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import io.github.redispatterns.benchmarks.harness.Options;
import org.jspecify.annotations.Nullable;

/**
 * Many callers of all instances want the same value at the same time, and nobody has it.
 */
final class Stampede {

	private static final long LOAD = 20_000_000;

	private final Cacher cacher;

	private final int callers;

	private final ExecutorService threads;

	private Stampede(Cacher cacher, int callers, ExecutorService threads) {
		this.cacher = cacher;
		this.callers = callers;
		this.threads = threads;
	}

	static void print(PrintStream out, List<Cacher> cachers, Options options) {
		int callers = options.number("callers", 200);
		int rounds = options.number("stampedes", 15);
		out.println("\n## Stampede\n");
		out.printf("%d threads of %d instances want a value that takes 20 ms to load; %d times.%n%n", callers,
				Cacher.INSTANCES, rounds);
		out.println("| contender | loads, median | loads, most | ms until all have it, median | ms, most | answers |");
		out.println("|---|---:|---:|---:|---:|---|");
		ExecutorService threads = Executors.newFixedThreadPool(callers);
		for (Cacher cacher : cachers) {
			System.err.println("stampede: " + cacher.name());
			Stampede stampede = new Stampede(cacher, callers, threads);
			stampede.round("warm-up");
			out.println(stampede.row(rounds));
		}
		threads.shutdownNow();
	}

	private String row(int rounds) {
		long[] loads = new long[rounds];
		long[] micros = new long[rounds];
		long wrong = 0;
		for (int i = 0; i < rounds; i++) {
			Round round = round("stampede-" + i);
			loads[i] = round.loads();
			micros[i] = round.nanos() / 1_000;
			wrong += round.wrong();
		}
		Arrays.sort(loads);
		Arrays.sort(micros);
		return "| %s | %d | %d | %.1f | %.1f | %s |".formatted(this.cacher.name(), loads[rounds / 2], loads[rounds - 1],
				micros[rounds / 2] / 1e3, micros[rounds - 1] / 1e3, (wrong == 0) ? "all right" : wrong + " WRONG");
	}

	private Round round(String key) {
		AtomicInteger loads = new AtomicInteger();
		AtomicInteger wrong = new AtomicInteger();
		CyclicBarrier barrier = new CyclicBarrier(this.callers + 1);
		for (int i = 0; i < this.callers; i++) {
			Handle handle = this.cacher.tiers(i % Cacher.INSTANCES);
			this.threads.execute(() -> {
				await(barrier);
				if (!isAnswered(handle, key, loads)) {
					wrong.incrementAndGet();
				}
				await(barrier);
			});
		}
		await(barrier);
		long start = System.nanoTime();
		await(barrier);
		return new Round(loads.get(), wrong.get(), System.nanoTime() - start);
	}

	private boolean isAnswered(Handle handle, String key, AtomicInteger loads) {
		try {
			return isRight(handle.load(key, load(loads)));
		}
		catch (RuntimeException ex) {
			System.err.println(this.cacher.name() + ": " + ex);
			return false;
		}
	}

	private static Supplier<Product> load(AtomicInteger loads) {
		return () -> {
			loads.incrementAndGet();
			long end = System.nanoTime() + LOAD;
			while (System.nanoTime() < end) {
				LockSupport.parkNanos(end - System.nanoTime());
			}
			return Product.of(7);
		};
	}

	private static boolean isRight(@Nullable Product product) {
		return product != null && product.isOf(7);
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await();
		}
		catch (InterruptedException | BrokenBarrierException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What happened to one key.
	 *
	 * @param loads how often it was loaded
	 * @param wrong how many callers did not get its value
	 * @param nanos how long it took until all had an answer
	 */
	private record Round(int loads, int wrong, long nanos) {
	}

}
