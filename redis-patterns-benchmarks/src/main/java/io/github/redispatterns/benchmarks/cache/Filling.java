package io.github.redispatterns.benchmarks.cache;

import java.util.function.Function;

import io.github.redispatterns.benchmarks.harness.Commands;
import io.github.redispatterns.benchmarks.harness.Keys;
import io.github.redispatterns.benchmarks.harness.Server;

/**
 * Sees to it that values are in memory, and that they were until the end.
 */
final class Filling {

	/** Heartbeats and the like while all keys are read once. */
	private static final int NOISE = Turn.KEYS / 8;

	private Filling() {
	}

	/**
	 * Have all products in the cache.
	 * @param catalogue the proxy of a service
	 */
	static void fill(Catalogue catalogue) {
		for (int i = 0; i < Turn.KEYS; i++) {
			catalogue.find(Keys.of(i));
		}
		checkHits(catalogue);
	}

	/**
	 * Check that the method was called once for each key, and never again.
	 * @param catalogue the proxy of a service
	 */
	static void checkHits(Catalogue catalogue) {
		if (catalogue.loads() != Turn.KEYS) {
			throw new IllegalStateException("%d loads of %d keys".formatted(catalogue.loads(), Turn.KEYS));
		}
	}

	/**
	 * Check that reads do not ask Redis, after each key was read once.
	 * @param server the server
	 * @param read reads a key
	 */
	static void checkMemory(Server server, Function<String, Object> read) {
		Runnable all = () -> {
			for (int i = 0; i < Turn.KEYS; i++) {
				if (read.apply(Keys.of(i)) == null) {
					throw new IllegalStateException("No value of " + Keys.of(i));
				}
			}
		};
		all.run();
		int commands = Commands.during(server, all).sentByClients();
		if (commands > NOISE) {
			throw new IllegalStateException("%d commands of %d hits in memory".formatted(commands, Turn.KEYS));
		}
	}

}
