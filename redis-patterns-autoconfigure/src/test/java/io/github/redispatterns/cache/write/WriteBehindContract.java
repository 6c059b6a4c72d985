package io.github.redispatterns.cache.write;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.redispatterns.cache.TieredCache;
import io.github.redispatterns.cache.TieredCacheManager;
import io.github.redispatterns.cache.write.Source.Stock;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cache.Cache;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What caches that write behind promise, on every topology.
 * <p>
 * Two instances run through the whole class and share the sources.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys(value = { "cache:value", "cache:lease", "cache:versions", "cache:sequence" },
		permanent = { "cache:dirty", "cache:due", "cache:flight", "cache:dead" })
abstract class WriteBehindContract implements DeadLetterContract {

	private static final String PREFIX = "redis-patterns.cache.caches.";

	RedisServers servers;

	private Instances instances;

	@BeforeAll
	void start() {
		Source.forgetAll();
		Map<String, Object> properties = new HashMap<>(this.servers.springProperties());
		properties.put("redis-patterns.namespace", "test");
		properties.put("redis-patterns.drain", "1s");
		behind(properties, "quick", Map.of("delay", "50ms", "backoff", "10ms", "max-attempts", "3"));
		behind(properties, "lazy", Map.of("delay", "1h"));
		properties.put(PREFIX + "lazy.ttl", "100ms");
		properties.put(PREFIX + "lazy.null-ttl", "100ms");
		properties.put(PREFIX + "lazy.jitter", "0");
		behind(properties, "batched",
				Map.of("delay", "100ms", "backoff", "10ms", "max-attempts", "2", "partitions", "1"));
		behind(properties, "rejects",
				Map.of("delay", "1h", "partitions", "1", "max-backlog", "3", "on-backlog-full", "REJECT"));
		behind(properties, "goes-through",
				Map.of("delay", "1h", "partitions", "1", "max-backlog", "3", "on-backlog-full", "THROUGH"));
		behind(properties, "blocks",
				Map.of("delay", "200ms", "partitions", "1", "max-backlog", "3", "block-time", "20s"));
		this.instances = Instances.start(App.class, List.of(properties, properties));
	}

	private static void behind(Map<String, Object> properties, String cache, Map<String, String> settings) {
		properties.put(PREFIX + cache + ".write.mode", "behind");
		settings.forEach((name, value) -> properties.put(PREFIX + cache + ".write." + name, value));
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	@Override
	public TieredCache<String, Stock> cache(int instance, String name) {
		return this.instances.beans(TieredCacheManager.class).get(instance).cache(name, String.class, Stock.class);
	}

	@Override
	public WriteBehind writeBehind() {
		return this.instances.beans(WriteBehind.class).get(0);
	}

	@Test
	void theSourceIsWrittenLater() {
		cache(0, "quick").put("a", new Stock(1));

		assertThat(cache(0, "quick").get("a")).isEqualTo(new Stock(1));
		assertThat(cache(1, "quick").get("a")).isEqualTo(new Stock(1));
		Awaitility.await().until(() -> new Stock(1).equals(Source.of("quick").rows.get("a")));
		Awaitility.await().until(() -> writeBehind().backlog("quick").waiting() == 0);
		assertThat(Source.of("quick").log("a")).singleElement()
			.satisfies((change) -> assertThat(change.version()).isPositive());
	}

	@Test
	void springsCacheWritesBehindToo() {
		Cache cache = this.instances.beans(TieredCacheManager.class).get(1).getCache("quick");

		cache.put("spring", new Stock(1));
		Awaitility.await().until(() -> Source.of("quick").rows.containsKey("spring"));
		cache.evict("spring");
		Awaitility.await().until(() -> !Source.of("quick").rows.containsKey("spring"));
	}

	@Test
	void theLastOfManyChangesIsWrittenAndNeverAnEarlierOneAfterALaterOne() {
		for (int i = 1; i <= 200; i++) {
			cache(i % 2, "quick").put("many", new Stock(i));
			if (i % 10 == 0 && i < 200) {
				cache(i % 2, "quick").evict("many");
			}
		}

		Awaitility.await().until(() -> new Stock(200).equals(Source.of("quick").rows.get("many")));
		List<CacheChange<String, Stock>> log = Source.of("quick").log("many");
		assertThat(log).extracting(CacheChange::version).isSorted().doesNotHaveDuplicates();
		assertThat(log.size()).isLessThan(200);
	}

	@Test
	void whatIsNotWrittenYetIsReadThoughTheEntryExpired() {
		cache(0, "lazy").put("expires", new Stock(7));
		Awaitility.await()
			.until(() -> cache(0, "lazy").inspect("expires").filter((it) -> !it.fresh().isZero()).isEmpty());

		assertThat(cache(0, "lazy").get("expires")).isEqualTo(new Stock(7));
		assertThat(cache(1, "lazy").get("expires")).isEqualTo(new Stock(7));
		assertThat(cache(1, "lazy").getOrLoad("expires", (key) -> new Stock(-1))).isEqualTo(new Stock(7));
		assertThat(cache(1, "lazy").getAsync("expires", (key) -> {
			throw new AssertionError("the source is older");
		}).join()).isEqualTo(new Stock(7));
		assertThat(cache(0, "lazy").getAll(List.of("expires", "other")))
			.containsExactly(Map.entry("expires", new Stock(7)));
		assertThat(cache(1, "lazy").getAllOrLoad(List.of("expires", "others"),
				(missing) -> missing.stream().collect(Collectors.toMap(Function.identity(), (key) -> new Stock(-1)))))
			.containsExactly(Map.entry("expires", new Stock(7)), Map.entry("others", new Stock(-1)));
		assertThat(Source.of("lazy").rows).doesNotContainKey("expires");
	}

	@Test
	void whatIsNotWrittenYetIsReadThoughTheCacheWasCleared() {
		cache(0, "lazy").put("cleared", new Stock(8));
		cache(1, "lazy").clear();

		assertThat(cache(1, "lazy").getOrLoad("cleared", (key) -> new Stock(-1))).isEqualTo(new Stock(8));
	}

	@Test
	void whatIsNotDeletedYetIsAbsent() {
		Source.of("lazy").rows.put("deleted", new Stock(9));
		assertThat(cache(0, "lazy").getOrLoad("deleted", Source.of("lazy").rows::get)).isEqualTo(new Stock(9));

		assertThat(cache(1, "lazy").evict("deleted")).isTrue();

		assertThat(cache(1, "lazy").getOrLoad("deleted", Source.of("lazy").rows::get)).isNull();
		Awaitility.await()
			.untilAsserted(
					() -> assertThat(cache(0, "lazy").getOrLoad("deleted", Source.of("lazy").rows::get)).isNull());
		assertThat(cache(0, "lazy").get("deleted")).isNull();
		assertThat(cache(0, "lazy").getAllOrLoad(List.of("deleted"), (missing) -> Source.of("lazy").rows))
			.containsEntry("deleted", null);
		assertThat(Source.of("lazy").rows).containsKey("deleted");
	}

	@Test
	void aChangeThatFailsIsTriedAgain() {
		AtomicInteger failures = new AtomicInteger(2);
		Source.of("quick").refused = (change) -> change.key().equals("retried") && failures.getAndDecrement() > 0;

		cache(0, "quick").put("retried", new Stock(3));

		Awaitility.await().until(() -> Source.of("quick").rows.containsKey("retried"));
		assertThat(writeBehind().deadLetters("quick", 10)).isEmpty();
	}

	@Test
	void tooManyWaitingKeysAreRefused() {
		for (int i = 0; i < 3; i++) {
			cache(0, "rejects").put("r" + i, new Stock(i));
		}

		assertThatExceptionOfType(CacheWriteRejectedException.class)
			.isThrownBy(() -> cache(1, "rejects").put("r3", new Stock(3)))
			.withMessageContaining("redis-patterns.cache.caches.rejects.write.max-backlog");
		assertThat(cache(1, "rejects").get("r3")).isNull();
		cache(1, "rejects").put("r2", new Stock(22));
		assertThat(cache(0, "rejects").get("r1")).isEqualTo(new Stock(1));
		WriteBehind.Backlog backlog = writeBehind().backlog("rejects");
		assertThat(backlog.waiting()).isEqualTo(3);
		assertThat(backlog.oldest()).isPresent();
	}

	@Test
	void tooManyWaitingKeysAreWrittenThrough() {
		for (int i = 0; i < 4; i++) {
			cache(i % 2, "goes-through").put("t" + i, new Stock(i));
		}

		assertThat(Source.of("goes-through").rows).containsOnly(Map.entry("t3", new Stock(3)));
		assertThat(cache(0, "goes-through").get("t3")).isEqualTo(new Stock(3));
	}

	@Test
	void tooManyWaitingKeysWaitForRoom() {
		for (int i = 0; i < 10; i++) {
			cache(i % 2, "blocks").put("b" + i, new Stock(i));
		}

		Awaitility.await().until(() -> Source.of("blocks").rows.size() == 10);
	}

	@Test
	void keysAndValuesOfOtherTypesAreRefused() {
		Cache cache = this.instances.beans(TieredCacheManager.class).get(0).getCache("quick");

		assertThatIllegalArgumentException().isThrownBy(() -> cache.put("wrong", "text"))
			.withMessage(
					"value of the cache 'quick' is a java.lang.String but its writer takes " + Stock.class.getName());
		assertThatIllegalArgumentException().isThrownBy(() -> cache.put(5L, new Stock(1)))
			.withMessageStartingWith("key of the cache 'quick' is a java.lang.Long");
		assertThatIllegalArgumentException().isThrownBy(() -> cache.put("none", null))
			.withMessageContaining("evict the key");
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> cache.putIfAbsent("some", new Stock(1)));
	}

	@Test
	void onlyCachesThatWriteAreAskedFor() {
		assertThat(writeBehind().caches()).contains("quick", "lazy");
		assertThatIllegalArgumentException().isThrownBy(() -> writeBehind().backlog("other"))
			.withMessageStartingWith("The cache 'other' does not write to a source");
		assertThatIllegalArgumentException().isThrownBy(() -> writeBehind().replay("quick", "99-1-1"))
			.withMessageContaining("below 16");
	}

	@EnableAutoConfiguration
	static class App {

		@Bean
		CacheWriter<String, Stock> quick() {
			return new Source.Single("quick");
		}

		@Bean
		CacheWriter<String, Stock> lazy() {
			return new Source.Single("lazy");
		}

		@Bean
		CacheWriter<String, Stock> batched() {
			return new Source.Batch("batched");
		}

		@Bean
		CacheWriter<String, Stock> rejects() {
			return new Source.Single("rejects");
		}

		@Bean
		CacheWriter<String, Stock> through() {
			return new Source.Single("goes-through");
		}

		@Bean
		CacheWriter<String, Stock> blocks() {
			return new Source.Single("blocks");
		}

	}

}
