package io.github.redispatterns.benchmarks.ratelimit;

import java.util.concurrent.TimeUnit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.redispatterns.benchmarks.harness.Keys;
import io.github.redispatterns.benchmarks.harness.Server;
import io.github.redispatterns.ratelimit.Decision;
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
 * A refusal that is remembered, beside one look into a cache.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RefusalBenchmark {

	@Benchmark
	public Decision oursRefusedFromMemory(Refusals refusals) {
		return refusals.ours().limits().tryAcquire(Limit.EXHAUSTED.policy(), Keys.of(refusals.next()));
	}

	@Benchmark
	public @Nullable Object caffeineGet(Lookups lookups) {
		return lookups.cache.getIfPresent(Keys.of(lookups.next()));
	}

	/** Keys that are exhausted. */
	@State(Scope.Benchmark)
	public static class Refusals extends Turn {

		private @Nullable Server server;

		private @Nullable Ours ours;

		@Setup
		public void start() {
			this.server = Server.start();
			this.ours = Ours.onJedis(this.server);
			for (int i = 0; i < KEYS; i++) {
				while (ours().tryAcquire(Limit.EXHAUSTED, i)) {
					Thread.onSpinWait();
				}
			}
		}

		@TearDown
		public void stop() {
			ours().close();
			if (this.server != null) {
				this.server.close();
			}
		}

		Ours ours() {
			if (this.ours == null) {
				throw new IllegalStateException("Not started");
			}
			return this.ours;
		}

	}

	/** The same keys in a bounded cache. */
	@State(Scope.Benchmark)
	public static class Lookups extends Turn {

		private final Cache<String, Object> cache = Caffeine.newBuilder().maximumSize(10_000).build();

		@Setup
		public void fill() {
			for (int i = 0; i < KEYS; i++) {
				this.cache.put(Keys.of(i), i);
			}
		}

	}

	/** Takes the keys in turn. */
	public abstract static class Turn {

		static final int KEYS = 1024;

		private int next;

		int next() {
			this.next = (this.next + 1) % KEYS;
			return this.next;
		}

	}

}
