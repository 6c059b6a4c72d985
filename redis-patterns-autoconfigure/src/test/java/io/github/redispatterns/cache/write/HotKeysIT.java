package io.github.redispatterns.cache.write;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.github.redispatterns.cache.TieredCache;
import io.github.redispatterns.cache.TieredCacheManager;
import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many keys that change many times within a delay. With {@code -Dhot.keys=50000} as many
 * as in the published figure.
 */
@RedisTest
@RedisKeys(value = { "cache:value", "cache:lease", "cache:versions", "cache:sequence" },
		permanent = { "cache:dirty", "cache:due", "cache:flight", "cache:dead" })
class HotKeysIT {

	private static final Log logger = LogFactory.getLog(HotKeysIT.class);

	private static final int KEYS = Integer.getInteger("hot.keys", 5_000);

	private static final int UPDATES = 10;

	private static final int THREADS = 8;

	private static final Duration DELAY = Duration.ofSeconds(2);

	RedisServers servers;

	@Test
	void aKeyIsWrittenAtMostOncePerDelay() throws Exception {
		Map<String, Object> properties = new HashMap<>(this.servers.springProperties());
		properties.put("redis-patterns.namespace", "test");
		properties.put("redis-patterns.cache.caches.hot.write.mode", "behind");
		properties.put("redis-patterns.cache.caches.hot.write.delay", DELAY.toMillis() + "ms");
		try (Instances instances = Instances.start(2, App.class, properties)) {
			List<TieredCache<Integer, Integer>> hot = instances.beans(TieredCacheManager.class)
				.stream()
				.map((manager) -> manager.cache("hot", Integer.class, Integer.class))
				.toList();
			long begun = System.nanoTime();
			List<Aside<Boolean>> writers = IntStream.range(0, THREADS)
				.mapToObj((thread) -> Aside.start(() -> update(hot.get(thread % 2), thread)))
				.toList();
			for (Aside<Boolean> writer : writers) {
				writer.get();
			}
			long put = System.nanoTime();
			Awaitility.await()
				.atMost(Duration.ofMinutes(2))
				.until(() -> Counting.ROWS.size() == KEYS
						&& Counting.ROWS.values().stream().allMatch((value) -> value == UPDATES));
			long ended = System.nanoTime();
			long most = (put - begun) / DELAY.toNanos() + 1;
			logger.info("%d keys x %d updates in %d ms: %d writes in %d batches, the last %d ms later".formatted(KEYS,
					UPDATES, (put - begun) / 1_000_000, Counting.WRITES.get(), Counting.BATCHES.get(),
					(ended - put) / 1_000_000));
			assertThat(Counting.WRITES.get()).isBetween((long) KEYS, KEYS * (most + 1));
		}
	}

	private static boolean update(TieredCache<Integer, Integer> hot, int thread) {
		for (int key = thread; key < KEYS; key += THREADS) {
			for (int update = 1; update <= UPDATES; update++) {
				hot.put(key, update);
			}
		}
		return true;
	}

	/** Counts what is written. */
	record Counting() implements BatchCacheWriter<Integer, Integer> {

		private static final Map<Integer, Integer> ROWS = new ConcurrentHashMap<>();

		private static final AtomicLong WRITES = new AtomicLong();

		private static final AtomicLong BATCHES = new AtomicLong();

		@Override
		public String cache() {
			return "hot";
		}

		@Override
		public void writeAll(List<CacheChange<Integer, Integer>> changes) {
			BATCHES.incrementAndGet();
			WRITES.addAndGet(changes.size());
			for (CacheChange<Integer, Integer> change : changes) {
				ROWS.put(change.key(), change.value());
			}
		}

	}

	@EnableAutoConfiguration
	static class App {

		@Bean
		BatchCacheWriter<Integer, Integer> hot() {
			return new Counting();
		}

	}

}
