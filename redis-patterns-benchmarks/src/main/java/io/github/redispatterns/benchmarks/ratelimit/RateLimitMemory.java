package io.github.redispatterns.benchmarks.ratelimit;

import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

import io.github.redispatterns.benchmarks.harness.Keys;
import io.github.redispatterns.benchmarks.harness.Machine;
import io.github.redispatterns.benchmarks.harness.Options;
import io.github.redispatterns.benchmarks.harness.Server;
import io.github.redispatterns.ratelimit.Algorithm;

/**
 * Memory that limited keys take in Redis.
 */
public final class RateLimitMemory {

	private static final int THREADS = 8;

	/** Calls of each key where memory grows with them; so many times fewer keys. */
	private static final int LOGGED = 10;

	private static final PrintStream OUT = System.out;

	private final Server server;

	private final int keys;

	private RateLimitMemory(Server server, int keys) {
		this.server = server;
		this.keys = keys;
	}

	/**
	 * Measure and print.
	 * @param options the options
	 */
	public static void print(Options options) {
		try (Server server = Server.start()) {
			RateLimitMemory memory = new RateLimitMemory(server, options.number("keys", 1_000_000));
			memory.head();
			try (Ours ours = Ours.onJedis(server)) {
				for (Algorithm algorithm : Algorithm.values()) {
					memory.measure(options, "ours, " + algorithm, 1, (key) -> ours.tryAcquire(algorithm, key));
				}
				memory.measure(options, "ours, " + Algorithm.SLIDING_WINDOW, LOGGED,
						(key) -> ours.tryAcquire(Algorithm.SLIDING_WINDOW, key));
			}
			try (Limiter limiter = Bucket4j.onJedis(server)) {
				memory.measure(options, limiter);
			}
			try (Limiter limiter = GatewayScript.onJedis(server)) {
				memory.measure(options, limiter);
			}
			try (Limiter limiter = new RedissonLimiter(server)) {
				memory.measure(options, limiter);
			}
		}
	}

	private void head() {
		OUT.println("\n## Memory in Redis\n");
		OUT.println(Machine.describe(this.server) + ".\n");
		OUT.printf("Growth of `used_memory` by %,d limited keys such as `%s`, limit 100 per day.%n%n", this.keys,
				Keys.of(0));
		OUT.println("| contender | admitted calls per key | Redis keys per limited key | bytes per limited key |");
		OUT.println("|---|---:|---:|---:|");
	}

	private void measure(Options options, Limiter limiter) {
		measure(options, limiter.name(), 1, (key) -> {
			limiter.prepare(Limit.DAILY, key);
			limiter.tryAcquire(Limit.DAILY, key);
		});
	}

	private void measure(Options options, String name, int calls, IntConsumer call) {
		if (!options.selects("only", name)) {
			return;
		}
		this.server.admin().flushAll();
		call.accept(this.keys);
		long before = used();
		int count = this.keys / calls;
		AtomicInteger next = new AtomicInteger();
		Thread[] threads = IntStream.range(0, THREADS).mapToObj((i) -> new Thread(() -> {
			for (int key = next.getAndIncrement(); key < count; key = next.getAndIncrement()) {
				for (int j = 0; j < calls; j++) {
					call.accept(key);
				}
			}
		})).toArray(Thread[]::new);
		for (Thread thread : threads) {
			thread.start();
		}
		for (Thread thread : threads) {
			join(thread);
		}
		OUT.printf("| %s | %d | %.1f | %,.0f |%n", name, calls, (double) this.server.admin().dbSize() / count,
				(double) (used() - before) / count);
		OUT.flush();
	}

	private long used() {
		return Long.parseLong(this.server.info("memory").get("used_memory"));
	}

	private static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
