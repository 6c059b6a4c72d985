package io.github.redispatterns.cache;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.redispatterns.internal.LeaseKeeper;

/**
 * The keys that this instance asks Redis for most often, in about the last ten minutes.
 * <p>
 * There is room for a thousand counters. Which keys may have one is decided by frequency
 * (W-TinyLFU: Einziger, Friedman, Manes, ACM TOS 13(4), 2017), so a stream of keys that
 * are asked for once does not push out the hot ones.
 */
final class HotKeys {

	private static final int ROOM = 1000;

	private static final Duration SPAN = Duration.ofMinutes(10);

	private final Cache<String, LongAdder> counters = Caffeine.newBuilder()
		.maximumSize(ROOM)
		.expireAfterWrite(SPAN)
		.ticker(LeaseKeeper::now)
		.executor(Runnable::run)
		.build();

	/**
	 * Redis is asked for a key.
	 * @param key the key
	 */
	void asked(String key) {
		this.counters.get(key, (same) -> new LongAdder()).increment();
	}

	/**
	 * Return the keys that were asked for most often.
	 * @param most how many at most
	 * @return the keys, the hottest first
	 */
	List<HotKey> top(int most) {
		return this.counters.asMap()
			.entrySet()
			.stream()
			.map((counter) -> new HotKey(counter.getKey(), counter.getValue().sum()))
			.sorted(Comparator.comparingLong(HotKey::lookups).reversed().thenComparing(HotKey::key))
			.limit(most)
			.toList();
	}

	/**
	 * A key.
	 *
	 * @param key the key
	 * @param lookups how often this instance asked Redis for it
	 */
	record HotKey(String key, long lookups) {
	}

}
