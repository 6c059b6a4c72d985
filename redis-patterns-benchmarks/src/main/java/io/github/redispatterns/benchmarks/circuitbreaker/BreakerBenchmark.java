package io.github.redispatterns.benchmarks.circuitbreaker;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import io.github.redispatterns.circuitbreaker.CircuitOpenException;
import io.github.redispatterns.circuitbreaker.CircuitState;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A call that does nothing through a closed breaker, and a call that is refused: ours,
 * which all instances share, beside Resilience4j's, which is alone in its process.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BreakerBenchmark {

	private static final Callable<String> CALL = () -> "called";

	@Benchmark
	public String closedOurs(Ours ours) throws Exception {
		return ours.closed().execute(CALL);
	}

	@Benchmark
	public String closedResilience4j(Theirs theirs) throws Exception {
		return theirs.closed.executeCallable(CALL);
	}

	@Benchmark
	public String closedResilience4jLockFree(Theirs theirs) throws Exception {
		return theirs.lockFree.executeCallable(CALL);
	}

	@Benchmark
	public Object refusedOurs(Ours ours) throws Exception {
		try {
			return ours.open().execute(CALL);
		}
		catch (CircuitOpenException ex) {
			return ex;
		}
	}

	@Benchmark
	public Object refusedResilience4j(Theirs theirs) throws Exception {
		try {
			return theirs.open.executeCallable(CALL);
		}
		catch (CallNotPermittedException ex) {
			return ex;
		}
	}

	/** Ours, on a server of its own. */
	@State(Scope.Benchmark)
	public static class Ours {

		private @Nullable Shop shop;

		@Setup
		public void start() {
			this.shop = Shop.open();
			this.shop.breaker("open").force(CircuitState.FORCED_OPEN, Duration.ofHours(1), "benchmark", "refuses");
		}

		@TearDown
		public void stop() {
			shop().close();
		}

		io.github.redispatterns.circuitbreaker.CircuitBreaker closed() {
			return shop().closed();
		}

		io.github.redispatterns.circuitbreaker.CircuitBreaker open() {
			return shop().refusing();
		}

		private Shop shop() {
			if (this.shop == null) {
				throw new IllegalStateException("Not started");
			}
			return this.shop;
		}

	}

	/** Resilience4j's with its defaults; the lock-free window is a choice there. */
	@State(Scope.Benchmark)
	public static class Theirs {

		private final CircuitBreaker closed = CircuitBreaker.ofDefaults("closed");

		private final CircuitBreaker lockFree = CircuitBreaker.of("lockFree",
				CircuitBreakerConfig.custom()
					.slidingWindow(100, 100, SlidingWindowType.COUNT_BASED,
							SlidingWindowSynchronizationStrategy.LOCK_FREE)
					.build());

		private final CircuitBreaker open = CircuitBreaker.of("open",
				CircuitBreakerConfig.custom().writableStackTraceEnabled(false).build());

		@Setup
		public void open() {
			this.open.transitionToForcedOpenState();
		}

	}

}
