package io.github.redispatterns.cache.write;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.github.redispatterns.cache.CacheAutoConfiguration;
import io.github.redispatterns.cache.TieredCache;
import io.github.redispatterns.cache.TieredCacheManager;
import io.github.redispatterns.internal.KernelAutoConfiguration;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Rivals;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

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

	/** Keys that one thread changes in turns. */
	private static final int GROUP = 100;

	private static final Duration DELAY = Duration.ofSeconds(2);

	/** For a machine that makes 500 changes a second. */
	private static final Duration LIMIT = Duration.ofSeconds(30).plusMillis(2L * KEYS * UPDATES);

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
			List<Map<Integer, Duration>> changing = Rivals.race(THREADS, LIMIT,
					(thread) -> change(hot.get(thread % 2), thread));
			long put = System.nanoTime();
			Awaitility.await()
				.atMost(LIMIT)
				.until(() -> Counting.ROWS.size() == KEYS
						&& Counting.ROWS.entrySet().stream().allMatch((row) -> row.getValue() == last(row.getKey())));
			long ended = System.nanoTime();
			logger.info("%d keys x %d updates in %d ms: %d writes in %d batches, the last %d ms later".formatted(KEYS,
					UPDATES, (put - begun) / 1_000_000,
					Counting.WRITES.values().stream().mapToInt(Integer::intValue).sum(), Counting.BATCHES.get(),
					(ended - put) / 1_000_000));
			changing.forEach((keys) -> keys.forEach((key, time) -> assertThat(Counting.WRITES.get(key))
				.as("writes of %d, which was changed for %s", key, time)
				.isBetween(1, (int) time.dividedBy(DELAY) + 1)));
		}
	}

	private static int last(int key) {
		return key * UPDATES + UPDATES;
	}

	// for how long each key was changed
	private static Map<Integer, Duration> change(TieredCache<Integer, Integer> hot, int thread) {
		Map<Integer, Duration> changing = new HashMap<>();
		List<Integer> keys = IntStream.range(0, KEYS).filter((key) -> key % THREADS == thread).boxed().toList();
		for (int from = 0; from < keys.size(); from += GROUP) {
			long begun = System.nanoTime();
			List<Integer> group = keys.subList(from, Math.min(from + GROUP, keys.size()));
			for (int i = 1; i <= UPDATES; i++) {
				int update = i;
				group.forEach((key) -> hot.put(key, key * UPDATES + update));
			}
			Duration time = Duration.ofNanos(System.nanoTime() - begun);
			group.forEach((key) -> changing.put(key, time));
		}
		return changing;
	}

	/** Counts what is written. */
	record Counting() implements BatchCacheWriter<Integer, Integer> {

		private static final Map<Integer, Integer> ROWS = new ConcurrentHashMap<>();

		private static final Map<Integer, Integer> WRITES = new ConcurrentHashMap<>();

		private static final AtomicLong BATCHES = new AtomicLong();

		@Override
		public String cache() {
			return "hot";
		}

		@Override
		public void writeAll(List<CacheChange<Integer, Integer>> changes) {
			BATCHES.incrementAndGet();
			for (CacheChange<Integer, Integer> change : changes) {
				WRITES.merge(change.key(), 1, Integer::sum);
				ROWS.put(change.key(), change.value());
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataRedisAutoConfiguration.class, KernelAutoConfiguration.class,
			CacheAutoConfiguration.class, CacheWriteAutoConfiguration.class })
	static class App {

		@Bean
		BatchCacheWriter<Integer, Integer> hot() {
			return new Counting();
		}

	}

}
