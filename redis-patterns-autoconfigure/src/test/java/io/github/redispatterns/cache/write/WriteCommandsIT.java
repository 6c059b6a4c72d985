package io.github.redispatterns.cache.write;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import io.github.redispatterns.cache.TieredCache;
import io.github.redispatterns.cache.TieredCacheManager;
import io.github.redispatterns.cache.write.Source.Stock;
import io.github.redispatterns.support.CommandCounter;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What writes cost.
 */
@RedisTest
@RedisKeys(value = { "cache:value", "cache:lease", "cache:versions", "cache:sequence" },
		permanent = { "cache:dirty", "cache:due", "cache:flight" })
class WriteCommandsIT {

	RedisServers servers;

	@Test
	void aWriteBehindIsOneCommandAndAWriteThroughTwo() {
		Map<String, Object> properties = new HashMap<>(this.servers.springProperties());
		properties.put("redis-patterns.namespace", "test");
		properties.put("redis-patterns.drain", "100ms");
		properties.put("redis-patterns.cache.caches.late.write.mode", "behind");
		properties.put("redis-patterns.cache.caches.late.write.delay", "1h");
		properties.put("redis-patterns.cache.caches.soon.write.mode", "through");
		try (Instances instances = Instances.start(1, App.class, properties)) {
			TieredCacheManager caches = instances.beans(TieredCacheManager.class).get(0);
			TieredCache<String, Stock> late = caches.cache("late", String.class, Stock.class);
			TieredCache<String, Stock> soon = caches.cache("soon", String.class, Stock.class);
			warm(late);
			warm(soon);

			costs(1, () -> late.put("a", new Stock(1)));
			costs(1, () -> late.evict("a"));
			costs(2, () -> late.get("a"));
			costs(2, () -> soon.put("a", new Stock(1)));
			costs(2, () -> soon.evict("a"));
			costs(3, () -> load(soon));
		}
	}

	private static void warm(TieredCache<String, Stock> cache) {
		cache.put("warm", new Stock(0));
		cache.evict("warm");
		cache.getOrLoad("warm", (key) -> new Stock(0));
	}

	private static void load(TieredCache<String, Stock> cache) {
		cache.getOrLoad("b" + System.nanoTime(), (key) -> new Stock(2));
	}

	// until the looks are over that follow a new subscription
	private void costs(long commands, Runnable work) {
		Awaitility.await().untilAsserted(() -> assertThat(sent(work)).isEqualTo(commands));
	}

	// subscriptions have messages of their own
	private long sent(Runnable work) {
		Map<String, Long> sent = CommandCounter.counting(this.servers, work);
		return Stream.of("evalsha", "eval", "get", "set").mapToLong((command) -> sent.getOrDefault(command, 0L)).sum();
	}

	@EnableAutoConfiguration
	static class App {

		@Bean
		CacheWriter<String, Stock> late() {
			return new Source.Single("late");
		}

		@Bean
		CacheWriter<String, Stock> soon() {
			return new Source.Single("soon");
		}

	}

}
