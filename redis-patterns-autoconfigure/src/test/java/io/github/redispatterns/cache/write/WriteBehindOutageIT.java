package io.github.redispatterns.cache.write;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.cache.CacheAutoConfiguration;
import io.github.redispatterns.cache.TieredCache;
import io.github.redispatterns.cache.TieredCacheManager;
import io.github.redispatterns.cache.write.Source.Stock;
import io.github.redispatterns.internal.KernelAutoConfiguration;
import io.github.redispatterns.support.Fault;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.TcpProxy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What becomes of a backlog when Redis is away, when its instance stops, and when the
 * next one has another mode.
 */
@RedisTest
@RedisKeys(value = { "cache:value", "cache:lease", "cache:versions", "cache:sequence", "kernel:probe" },
		permanent = { "cache:dirty", "cache:due", "cache:flight", "cache:dead" })
class WriteBehindOutageIT {

	private static final String CACHE = "stock";

	RedisServers servers;

	private Source source;

	@BeforeEach
	void forget() {
		Source.forgetAll();
		this.source = Source.of(CACHE);
	}

	@Test
	void whileRedisIsAwayChangesAreRefusedAndWhatWaitsIsWrittenAfterwards() {
		TcpProxy proxy = this.servers.faults().proxy();
		this.source.refused = (change) -> true;
		try (Instances instances = start(proxy.port(), "behind", "1s",
				Map.of("write.delay", "10ms", "tiers", "remote"))) {
			TieredCache<String, Stock> stock = stock(instances);
			stock.put("changed", new Stock(1));
			stock.put("evicted", new Stock(1));
			Fault away = proxy.refuse();

			assertUnavailable(() -> stock.put("changed", new Stock(2)));
			assertUnavailable(() -> stock.put("added", new Stock(2)));
			assertUnavailable(() -> stock.evict("evicted"));
			// nobody can know that the source does not have it yet
			assertThat(stock.getOrLoad("changed", this.source.rows::get)).isNull();

			away.heal();
			Awaitility.await()
				.untilAsserted(
						() -> assertThat(stock.getOrLoad("changed", this.source.rows::get)).isEqualTo(new Stock(1)));
			assertThat(stock.get("added")).isNull();
			assertThat(stock.get("evicted")).isEqualTo(new Stock(1));
			this.source.refused = (change) -> false;
			awaitWritten(instances);
			assertThat(this.source.rows).containsOnly(Map.entry("changed", new Stock(1)),
					Map.entry("evicted", new Stock(1)));
		}
	}

	@Test
	void whatTheSourceGetsWhileRedisGoesAwayIsAcknowledgedAfterwards() {
		TcpProxy proxy = this.servers.faults().proxy();
		AtomicReference<Fault> away = new AtomicReference<>();
		this.source.refused = (change) -> {
			if (away.get() == null) {
				away.set(proxy.refuse());
			}
			return false;
		};
		try (Instances instances = start(proxy.port(), "behind", "1s", Map.of("write.delay", "10ms"))) {
			stock(instances).put("key", new Stock(1));
			Awaitility.await().until(() -> this.source.rows.containsKey("key"));
			away.get().heal();

			awaitWritten(instances);
			// maybe once more, as the same change
			assertThat(this.source.log.stream().distinct()).hasSize(1);
		}
	}

	@Test
	void anInstanceThatStopsWritesWhatWaits() {
		int keys = 1000;
		try (Instances instances = start(this.servers.port(), "behind", "30s", Map.of("write.delay", "1h"))) {
			for (int i = 0; i < keys; i++) {
				stock(instances).put("k" + i, new Stock(i));
			}
			assertThat(this.source.rows).isEmpty();
		}

		assertThat(this.source.rows).hasSize(keys)
			.allSatisfy((key, value) -> assertThat(value).isEqualTo(new Stock(Integer.parseInt(key.substring(1)))));
		assertThat(this.source.log).hasSize(keys);
		try (Instances next = start(this.servers.port(), "behind", "1s", Map.of())) {
			assertThat(waiting(next)).isZero();
		}
	}

	@Test
	void whatOneCouldNotWriteTheNextWritesThoughItWritesThrough() {
		this.source.rows.put("deleted", new Stock(9));
		this.source.refused = (change) -> !change.key().equals("new");
		try (Instances before = start(this.servers.port(), "behind", "1s", Map.of("write.delay", "10ms"))) {
			stock(before).put("changed", new Stock(1));
			stock(before).put("left", new Stock(1));
			stock(before).evict("deleted");
		}
		try (Instances after = start(this.servers.port(), "through", "1s", Map.of())) {
			TieredCache<String, Stock> stock = stock(after);
			stock.clear();
			assertThat(waiting(after)).isEqualTo(3);
			assertThat(stock.getOrLoad("left", this.source.rows::get)).isEqualTo(new Stock(1));
			assertThat(stock.getOrLoad("deleted", this.source.rows::get)).isNull();

			stock.put("new", new Stock(5));
			assertThat(this.source.rows).containsEntry("new", new Stock(5));
			// follows what waits
			stock.put("changed", new Stock(2));
			assertThat(this.source.rows).doesNotContainKey("changed");
			assertThat(stock.get("changed")).isEqualTo(new Stock(2));

			this.source.refused = (change) -> false;
			awaitWritten(after);
			stock.put("changed", new Stock(3));
			assertThat(this.source.rows).containsOnly(Map.entry("changed", new Stock(3)),
					Map.entry("left", new Stock(1)), Map.entry("new", new Stock(5)));
			assertThat(this.source.log("changed")).extracting(CacheChange::version).isSorted().doesNotHaveDuplicates();
		}
	}

	private Instances start(int port, String mode, String drain, Map<String, String> settings) {
		Map<String, Object> properties = new HashMap<>(this.servers.applicationProperties("jedis"));
		properties.put("spring.data.redis.port", port);
		properties.put("redis-patterns.drain", drain);
		String prefix = "redis-patterns.cache.caches." + CACHE + ".";
		properties.put(prefix + "write.mode", mode);
		properties.put(prefix + "write.lease", "500ms");
		properties.put(prefix + "write.backoff", "10ms");
		properties.put(prefix + "write.max-backoff", "100ms");
		properties.put(prefix + "write.max-attempts", "1000");
		settings.forEach((name, value) -> properties.put(prefix + name, value));
		return Instances.start(1, App.class, properties);
	}

	private static TieredCache<String, Stock> stock(Instances instances) {
		return instances.beans(TieredCacheManager.class).get(0).cache(CACHE, String.class, Stock.class);
	}

	private static long waiting(Instances instances) {
		return instances.beans(WriteBehind.class).get(0).backlog(CACHE).waiting();
	}

	private static void awaitWritten(Instances instances) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> waiting(instances) == 0);
	}

	private static void assertUnavailable(Runnable change) {
		assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(change::run);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataRedisAutoConfiguration.class, KernelAutoConfiguration.class,
			CacheAutoConfiguration.class, CacheWriteAutoConfiguration.class })
	static class App {

		@Bean
		CacheWriter<String, Stock> stock() {
			return new Source.Single(CACHE);
		}

	}

}
