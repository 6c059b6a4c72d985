package io.github.redispatterns.cache.write;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redispatterns.cache.TieredCache;
import io.github.redispatterns.cache.TieredCacheManager;
import io.github.redispatterns.cache.write.Source.Stock;
import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Caches that write to a database before they change.
 */
@RedisTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "cache:value", "cache:lease", "cache:versions", "cache:sequence" })
class WriteThroughIT {

	RedisServers servers;

	private Instances instances;

	@BeforeAll
	void start() {
		Map<String, Object> properties = new HashMap<>(this.servers.springProperties());
		properties.put("redis-patterns.namespace", "test");
		properties.put("redis-patterns.drain", "1s");
		properties.put("spring.datasource.url", "jdbc:h2:mem:through;DB_CLOSE_DELAY=-1");
		properties.put("redis-patterns.cache.caches.stock.write.mode", "through");
		properties.put("redis-patterns.cache.caches.stock.write.writer", "stocks");
		this.instances = Instances.start(2, App.class, properties);
		jdbc().execute("create table if not exists stock(id varchar primary key, amount int)");
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	@BeforeEach
	void empty() {
		jdbc().update("delete from stock");
		// so that all know the versions of the emptied server
		stock(0).clear();
		stock(1).clear();
		Database.within = () -> {
		};
	}

	private JdbcTemplate jdbc() {
		return this.instances.beans(JdbcTemplate.class).get(0);
	}

	private TieredCache<String, Stock> stock(int instance) {
		return this.instances.beans(TieredCacheManager.class).get(instance).cache("stock", String.class, Stock.class);
	}

	private List<Integer> amounts(String key) {
		return jdbc().queryForList("select amount from stock where id = ?", Integer.class, key);
	}

	@Test
	void theSourceIsWrittenFirst() {
		stock(0).put("a", new Stock(1));

		assertThat(amounts("a")).containsExactly(1);
		assertThat(stock(0).get("a")).isEqualTo(new Stock(1));
		assertThat(stock(1).get("a")).isEqualTo(new Stock(1));

		assertThat(stock(1).evict("a")).isTrue();

		assertThat(amounts("a")).isEmpty();
		Awaitility.await().untilAsserted(() -> assertThat(stock(0).get("a")).isNull());
	}

	@Test
	void annotationsWriteThroughToo() {
		Shop shop = this.instances.beans(Shop.class).get(0);

		shop.set("annotated", 4);
		assertThat(amounts("annotated")).containsExactly(4);
		assertThat(stock(0).get("annotated")).isEqualTo(new Stock(4));

		shop.remove("annotated");
		assertThat(amounts("annotated")).isEmpty();
		assertThat(stock(0).get("annotated")).isNull();
	}

	@Test
	void whatAMethodLoadedIsNotWrittenBackToTheSource() {
		Shop shop = this.instances.beans(Shop.class).get(0);
		AtomicInteger writes = new AtomicInteger();
		Database.within = writes::incrementAndGet;

		assertThat(shop.inBoth("both", 1)).isEqualTo(new Stock(1));
		assertThat(shop.inEach("each", 2)).isEqualTo(new Stock(2));
		assertThat(stock(0).get("both")).isEqualTo(new Stock(1));
		assertThat(stock(1).get("each")).isEqualTo(new Stock(2));
		assertThat(shop.inEach("each", 3)).isEqualTo(new Stock(2));
		assertThat(writes).hasValue(0);

		assertThat(shop.findAndSet("put", 4)).isEqualTo(new Stock(4));
		assertThat(writes).hasValue(1);
		assertThat(amounts("put")).containsExactly(4);
	}

	@Test
	void aFailureOfTheSourceReachesTheCallerAndLeavesTheCacheAlone() {
		stock(0).put("fails", new Stock(1));
		Database.within = () -> {
			throw new IllegalStateException("the source is away");
		};

		assertThatIllegalStateException().isThrownBy(() -> stock(0).put("fails", new Stock(2)))
			.withMessage("the source is away");
		assertThatIllegalStateException().isThrownBy(() -> stock(0).evict("fails"));

		assertThat(stock(0).get("fails")).isEqualTo(new Stock(1));
		assertThat(stock(1).get("fails")).isEqualTo(new Stock(1));
		assertThat(this.servers.client().exists(lease("fails"))).isFalse();
	}

	@Test
	void aRollbackLeavesTheCacheAlone() {
		stock(0).put("rolled", new Stock(1));
		TransactionTemplate transactions = new TransactionTemplate(
				this.instances.beans(PlatformTransactionManager.class).get(0));

		transactions.executeWithoutResult((status) -> {
			stock(0).put("rolled", new Stock(2));
			assertThat(amounts("rolled")).containsExactly(2);
			status.setRollbackOnly();
		});

		assertThat(amounts("rolled")).containsExactly(1);
		assertThat(stock(0).get("rolled")).isEqualTo(new Stock(1));
		assertThat(this.servers.client().exists(lease("rolled"))).isFalse();

		transactions.executeWithoutResult((status) -> stock(0).put("rolled", new Stock(3)));

		assertThat(amounts("rolled")).containsExactly(3);
		assertThat(stock(0).get("rolled")).isEqualTo(new Stock(3));
	}

	@Test
	void writesThatOverlapLeaveWhatTheSourceHas() throws Exception {
		CountDownLatch written = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		Aside<Boolean> slow;
		Database.after = () -> {
			if (Thread.currentThread().getName().startsWith("main")) {
				return;
			}
			written.countDown();
			await(go);
		};
		try {
			slow = Aside.start(() -> {
				stock(0).put("overlap", new Stock(1));
				return true;
			});
			written.await();
			// later at the source, sooner at the cache
			stock(1).put("overlap", new Stock(2));
		}
		finally {
			go.countDown();
			Database.after = () -> {
			};
		}
		slow.get();

		assertThat(amounts("overlap")).containsExactly(2);
		assertThat(stock(0).getOrLoad("overlap", (key) -> new Stock(amounts(key).get(0)))).isEqualTo(new Stock(2));
		Awaitility.await()
			.untilAsserted(() -> assertThat(stock(1).getOrLoad("overlap", (key) -> new Stock(amounts(key).get(0))))
				.isEqualTo(new Stock(2)));
	}

	private static String lease(String key) {
		return "test:cache:{stock:" + Math.floorMod(key.hashCode(), 16) + "}:lease." + key;
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** The database. */
	record Database(JdbcTemplate jdbc) implements CacheWriter<String, Stock> {

		private static volatile Runnable within = () -> {
		};

		private static volatile Runnable after = () -> {
		};

		@Override
		public void write(String key, Stock value, long version) {
			within.run();
			this.jdbc.update("merge into stock(id, amount) values (?, ?)", key, value.count());
			after.run();
		}

		@Override
		public void delete(String key, long version) {
			within.run();
			this.jdbc.update("delete from stock where id = ?", key);
		}

	}

	/** Puts and evicts by annotation. */
	public static class Shop {

		@CachePut(cacheNames = "stock", key = "#key")
		public Stock set(String key, int amount) {
			return new Stock(amount);
		}

		@Cacheable(cacheNames = { "plain", "stock" }, key = "#key")
		public Stock inBoth(String key, int amount) {
			return new Stock(amount);
		}

		@Caching(cacheable = { @Cacheable(cacheNames = "plain", key = "#key"),
				@Cacheable(cacheNames = "stock", key = "#key") })
		public Stock inEach(String key, int amount) {
			return new Stock(amount);
		}

		@Caching(cacheable = @Cacheable(cacheNames = "plain", key = "#key"),
				put = @CachePut(cacheNames = "stock", key = "#key"))
		public Stock findAndSet(String key, int amount) {
			return new Stock(amount);
		}

		@CacheEvict(cacheNames = "stock", key = "#key")
		public void remove(String key) {
		}

	}

	@EnableAutoConfiguration
	static class App {

		@Bean
		Database stocks(JdbcTemplate jdbc) {
			return new Database(jdbc);
		}

		@Bean
		Shop shop() {
			return new Shop();
		}

	}

}
