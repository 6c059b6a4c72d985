package io.github.redispatterns.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Eight threads that ask all the time. None may meet an exception or wait long.
 */
final class OutageLoad implements AutoCloseable {

	private static final int THREADS = 8;

	private static final long PACE = TimeUnit.MILLISECONDS.toNanos(2);

	private final LimitsInOutage app;

	private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

	private final List<Throwable> failures = new CopyOnWriteArrayList<>();

	private final AtomicLong longest = new AtomicLong();

	private final AtomicLong calls = new AtomicLong();

	OutageLoad(LimitsInOutage app) {
		this.app = app;
		for (int i = 0; i < THREADS; i++) {
			String key = "load-" + i;
			this.threads.execute(() -> ask(key));
		}
		awaitCalls(500);
	}

	private void ask(String key) {
		for (int i = 0; !this.threads.isShutdown(); i++) {
			long start = System.nanoTime();
			try {
				this.app.ask(WhenUnavailable.values()[i % 3], key + i % 50);
			}
			catch (Throwable ex) {
				this.failures.add(ex);
				return;
			}
			this.longest.accumulateAndGet(System.nanoTime() - start, Math::max);
			this.calls.incrementAndGet();
			LockSupport.parkNanos(PACE);
		}
	}

	/**
	 * Wait until so many more calls were made.
	 * @param more how many
	 */
	void awaitCalls(int more) {
		long before = this.calls.get();
		Awaitility.await().until(() -> this.calls.get() >= before + more || !this.failures.isEmpty());
	}

	@Override
	public void close() {
		this.threads.shutdown();
		Awaitility.await().until(this.threads::isTerminated);
		assertThat(this.failures).isEmpty();
		assertThat(Duration.ofNanos(this.longest.get())).isLessThan(LimitsInOutage.LONGEST_CALL);
	}

}
