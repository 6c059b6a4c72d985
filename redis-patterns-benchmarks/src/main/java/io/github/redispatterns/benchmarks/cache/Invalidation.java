package io.github.redispatterns.benchmarks.cache;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import io.github.redispatterns.benchmarks.harness.Commands;
import io.github.redispatterns.benchmarks.harness.Server;
import org.jspecify.annotations.Nullable;

/**
 * Time from the beginning of a write in one instance until another one, which has the
 * value before it in memory, gives the new one.
 */
final class Invalidation {

	private static final long LOOK_AGAIN = 20_000;

	private static final long SETTLE = 10_000_000;

	private static final long GIVE_UP = 5_000_000_000L;

	private static final int READS = 100;

	private final Handle writer;

	private final Handle reader;

	private final Server server;

	private Invalidation(CacheTable.Entrant entrant) {
		this.writer = entrant.cacher().tiers(0);
		this.reader = entrant.cacher().tiers(1);
		this.server = entrant.server();
	}

	static void print(PrintStream out, List<CacheTable.Entrant> entrants, int rounds) {
		out.println("\n## Invalidation from instance to instance\n");
		out.println("From the write in one instance until another one, which has the old value in memory,"
				+ " gives the new one, in µs.\n");
		out.println("| contender | median | 99% | never in 5 s | commands of 100 reads before |");
		out.println("|---|---:|---:|---:|---:|");
		for (CacheTable.Entrant entrant : entrants) {
			if (entrant.cacher().isLocal()) {
				System.err.println("invalidation: " + entrant.cacher().name());
				out.println("| " + entrant.cacher().name() + new Invalidation(entrant).row(rounds));
			}
		}
	}

	private String row(int rounds) {
		int commands = commandsOfReads();
		long[] nanos = new long[rounds];
		int never = 0;
		for (int i = 0; i < rounds; i++) {
			nanos[i] = once("invalidation-" + i % 16, i);
			never += (nanos[i] >= GIVE_UP) ? 1 : 0;
		}
		Arrays.sort(nanos);
		return " | %,d | %,d | %d | %d |".formatted(nanos[rounds / 2] / 1_000, nanos[rounds * 99 / 100] / 1_000, never,
				commands);
	}

	// Proves that values are in memory: now and then a heartbeat is among the commands.
	private int commandsOfReads() {
		this.writer.put("memory", Product.of(1));
		nanosUntilSeen("memory", 1, System.nanoTime());
		settle();
		this.reader.find("memory");
		return Commands.during(this.server, () -> {
			for (int i = 0; i < READS; i++) {
				this.reader.find("memory");
			}
		}).sentByClients();
	}

	private long once(String key, int number) {
		this.writer.put(key, Product.of(2 * number));
		nanosUntilSeen(key, 2 * number, System.nanoTime());
		// what was told of this write has arrived, and is forgotten: the value stays
		settle();
		this.reader.find(key);
		this.reader.find(key);
		long start = System.nanoTime();
		this.writer.put(key, Product.of(2 * number + 1));
		return nanosUntilSeen(key, 2 * number + 1, start);
	}

	private long nanosUntilSeen(String key, int number, long start) {
		while (System.nanoTime() - start < GIVE_UP) {
			if (isOf(this.reader.find(key), number)) {
				return System.nanoTime() - start;
			}
			LockSupport.parkNanos(LOOK_AGAIN);
		}
		return GIVE_UP;
	}

	private static void settle() {
		long end = System.nanoTime() + SETTLE;
		while (System.nanoTime() < end) {
			LockSupport.parkNanos(end - System.nanoTime());
		}
	}

	private static boolean isOf(@Nullable Product product, int number) {
		return product != null && product.isOf(number);
	}

}
