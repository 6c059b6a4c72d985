package io.github.redispatterns.benchmarks.cache;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

import io.github.redispatterns.benchmarks.harness.Keys;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table.
 *
 * @param title what it is about
 * @param threads how many call at the same time
 * @param kind what a call does
 */
record Row(String title, int threads, Kind kind) {

	/** One of so many writes is read again. */
	private static final int SAMPLE = 1_024;

	/**
	 * Make the calls of one contender, which also check that it did what it should.
	 * @param cacher the contender
	 * @return the calls
	 */
	IntPredicate calls(Cacher cacher) {
		Handle tiers = cacher.tiers(0);
		AtomicInteger count = new AtomicInteger();
		return switch (this.kind) {
			case HIT -> {
				Handle remote = cacher.remote();
				yield (key) -> isOf(remote.find(Keys.of(key)), key);
			}
			case PUT -> (key) -> put(tiers, key, isSample(count));
			case EVICT -> (key) -> {
				tiers.put(Keys.of(key), Product.of(key));
				return tiers.evict(Keys.of(key)) && (!isSample(count) || tiers.find(Keys.of(key)) == null);
			};
			case MISS -> {
				String prefix = "new-" + this.threads + "-";
				yield (key) -> miss(tiers, prefix + count.incrementAndGet(), key);
			}
		};
	}

	// Threads may write the same key, but it always has the same value.
	private static boolean put(Handle tiers, int key, boolean sample) {
		tiers.put(Keys.of(key), Product.of(key));
		return !sample || isOf(tiers.find(Keys.of(key)), key);
	}

	private static boolean miss(Handle tiers, String key, int number) {
		boolean[] loaded = new boolean[1];
		Product product = tiers.load(key, () -> {
			loaded[0] = true;
			return Product.of(number);
		});
		return loaded[0] && isOf(product, number);
	}

	private static boolean isSample(AtomicInteger count) {
		return count.incrementAndGet() % SAMPLE == 0;
	}

	private static boolean isOf(@Nullable Product product, int number) {
		return product != null && product.isOf(number);
	}

}
