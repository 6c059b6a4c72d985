package io.github.redispatterns.sample.cache;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import io.github.redispatterns.sample.shop.Product;
import io.github.redispatterns.sample.shop.Shelf;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

/**
 * Many customers who want the same thing at the same moment.
 */
@Component
class Crowd {

	static final int CALLERS = 1000;

	private final ReentrantLock one = new ReentrantLock();

	private final Shelf shelf;

	private final MeterRegistry meters;

	Crowd(Shelf shelf, MeterRegistry meters) {
		this.shelf = shelf;
		this.meters = meters;
	}

	/**
	 * Let them ask, each on a thread of its own, for what is not cached.
	 * @param category what they ask for
	 * @return what that cost
	 */
	Stampede ask(String category) {
		this.one.lock();
		ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
		try {
			return ask(category, threads);
		}
		finally {
			threads.shutdown();
			this.one.unlock();
		}
	}

	private Stampede ask(String category, ExecutorService threads) {
		double before = reads();
		CountDownLatch start = new CountDownLatch(1);
		List<CompletableFuture<List<Product>>> answers = Stream
			.generate(() -> CompletableFuture.supplyAsync(() -> askAfter(start, category), threads))
			.limit(CALLERS)
			.toList();
		long from = System.nanoTime();
		start.countDown();
		long different = answers.stream().map(CompletableFuture::join).distinct().count();
		return new Stampede(category, CALLERS, (long) (reads() - before), different,
				TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from));
	}

	private List<Product> askAfter(CountDownLatch start, String category) {
		try {
			start.await();
			return this.shelf.in(category);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted before it could ask", ex);
		}
	}

	private double reads() {
		return this.meters.counter(Shelf.READS, "query", "category").count();
	}

	/**
	 * What a stampede cost.
	 *
	 * @param category what was asked for
	 * @param callers how many asked
	 * @param executions how often the method ran
	 * @param answers how many different answers there were
	 * @param millis until the last one had its answer
	 */
	record Stampede(String category, int callers, long executions, long answers, long millis) {
	}

}
