package io.github.redispatterns.cache;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cache.Cache;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What caches do inside a transaction of a database.
 */
@RedisTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "cache:value", "cache:lease", "cache:versions" })
class CacheTransactionsIT {

	private static final String DEFERRED = "io.github.redispatterns.cache.TransactedWrites#deferred";

	private static final String IMMEDIATE = "io.github.redispatterns.cache.TransactedWrites#immediate";

	RedisServers servers;

	private Instances instances;

	private TransactionTemplate transaction;

	private TransactedService titles;

	@BeforeAll
	void start() {
		Map<String, Object> one = this.servers.applicationProperties("jedis");
		one.put("spring.datasource.url", "jdbc:h2:mem:transactions");
		one.put("redis-patterns.cache.caches.awaited.load.wait-time", "300ms");
		one.put("redis-patterns.cache.caches.careless.transaction-aware", false);
		Map<String, Object> other = this.servers.applicationProperties("jedis");
		other.put("spring.datasource.url", "jdbc:h2:mem:others");
		// sees what Redis has, at once
		other.put("redis-patterns.cache.defaults.tiers", "remote");
		this.instances = Instances.start(App.class, List.of(one, other));
		this.transaction = this.instances.get(0).getBean(TransactionTemplate.class);
		this.titles = this.instances.get(0).getBean(TransactedService.class);
	}

	@BeforeEach
	void agree() {
		Agreement.on(this.instances, "titles");
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	@ParameterizedTest
	@MethodSource({ DEFERRED, IMMEDIATE })
	void writesAtOnceWithoutATransaction(String after, Consumer<Cache> write) {
		Cache cache = old();
		write.accept(cache);

		assertThat(seenBy(cache)).isEqualTo(after);
	}

	@ParameterizedTest
	@MethodSource(DEFERRED)
	void writesAfterTheCommit(String after, Consumer<Cache> write) {
		Cache cache = old();

		commit(() -> {
			write.accept(cache);
			assertThat(seenBy(cache)).isEqualTo("old");
			assertThat(seenBy(there(cache))).isEqualTo("old");
		});

		assertThat(seenBy(cache)).isEqualTo(after);
	}

	@ParameterizedTest
	@MethodSource(DEFERRED)
	void writesNothingAfterARollback(String after, Consumer<Cache> write) {
		Cache cache = old();

		rollBack(() -> write.accept(cache));

		assertThat(seenBy(cache)).isEqualTo("old");
		assertThat(seenBy(there(cache))).isEqualTo("old");
	}

	@ParameterizedTest
	@MethodSource(IMMEDIATE)
	void someWritesDoNotWaitForTheCommit(String after, Consumer<Cache> write) {
		Cache cache = old();

		rollBack(() -> {
			write.accept(cache);
			assertThat(seenBy(cache)).isEqualTo(after);
			assertThat(seenBy(there(cache))).isEqualTo(after);
		});

		assertThat(seenBy(cache)).isEqualTo(after);
	}

	@ParameterizedTest
	@MethodSource(DEFERRED)
	void aCacheThatIsNotAwareOfTransactionsWritesAtOnce(String after, Consumer<Cache> write) {
		Cache cache = old("careless");

		rollBack(() -> {
			write.accept(cache);
			assertThat(seenBy(cache)).isEqualTo(after);
		});
	}

	@Test
	void annotatedWritesWaitForTheCommitToo() {
		String id = id("old");
		this.titles.find(id);

		commit(() -> {
			this.titles.rename(id, "new");
			assertThat(seenByOthers(id)).isEqualTo("old");
		});
		assertThat(this.titles.find(id)).isEqualTo("new");

		rollBack(() -> this.titles.change(id, "never"));
		assertThat(seenByOthers(id)).isEqualTo("new");
		this.titles.change(id, "newest");
		assertThat(this.titles.find(id)).isEqualTo("newest");
	}

	@Test
	void anEvictionBeforeTheMethodDoesNotWait() {
		String id = id("old");
		this.titles.find(id);

		rollBack(() -> {
			this.titles.changeAfterEviction(id, "never");
			assertThat(seenByOthers(id)).isNull();
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whatATransactionLoadedIsStoredIfItCommits(boolean commits) {
		String id = id("old");

		transact(commits, () -> {
			this.titles.write(id, "new");
			assertThat(this.titles.find(id)).isEqualTo("new");
			assertThat(seenByOthers(id)).isNull();
		});

		assertThat(seenByOthers(id)).isEqualTo(commits ? "new" : null);
		assertThat(this.titles.find(id)).isEqualTo(commits ? "new" : "old");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aTransactionLoadsWhatItChangedAsOftenAsItWants(boolean commits) {
		String id = id("old");

		long begun = System.nanoTime();
		transact(commits, () -> {
			for (String text : List.of("new", "newer", "newest")) {
				this.titles.write(id, text);
				assertThat(this.titles.find(id)).isEqualTo(text);
			}
		});

		// far below the time for which others wait for a load
		assertThat(System.nanoTime() - begun).isLessThan(4_000_000_000L);
		assertThat(this.titles.find(id)).isEqualTo(commits ? "newest" : "old");
	}

	@Test
	void nobodyElseGetsWhatIsNotCommitted() throws Exception {
		TieredCache<String, String> awaited = this.instances.get(0)
			.getBean(TieredCacheManager.class)
			.cache("awaited", String.class, String.class);
		AtomicReference<Thread> waiting = new AtomicReference<>();
		AtomicReference<Aside<String>> other = new AtomicReference<>();

		rollBack(() -> {
			String loaded = awaited.getOrLoad("key", (key) -> {
				other.set(Aside.start(() -> {
					waiting.set(Thread.currentThread());
					return awaited.getOrLoad("key", (same) -> "committed");
				}));
				Awaitility.await()
					.until(() -> waiting.get() != null && waiting.get().getState() == Thread.State.TIMED_WAITING);
				return "not committed";
			});
			assertThat(loaded).isEqualTo("not committed");
		});

		assertThat(other.get().get()).isEqualTo("committed");
	}

	@Test
	void nobodyElseGetsWhatABulkLoadFoundThatIsNotCommitted() throws Exception {
		TieredCache<String, String> awaited = this.instances.get(0)
			.getBean(TieredCacheManager.class)
			.cache("awaited", String.class, String.class);
		List<String> keys = List.of(UUID.randomUUID().toString(), UUID.randomUUID().toString());
		AtomicReference<Aside<String>> other = new AtomicReference<>();

		this.transaction.executeWithoutResult((status) -> {
			assertThat(awaited.getAllOrLoad(keys, (missing) -> {
				other.set(Aside.start(() -> awaited.getOrLoad(keys.get(1), (same) -> "committed")));
				Awaitility.await().until(other.get()::isWaiting);
				return Map.of(keys.get(0), "not committed", keys.get(1), "not committed");
			}).values()).containsOnly("not committed");
			status.setRollbackOnly();
		});

		assertThat(other.get().get()).isEqualTo("committed");
		assertThat(awaited.get(keys.get(0))).isNull();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aTransactionLoadsManyThatItChangedAsOftenAsItWants(boolean commits) {
		TieredCache<String, String> titles = this.instances.get(0)
			.getBean(TieredCacheManager.class)
			.cache("titles", String.class, String.class);
		List<String> keys = List.of(id("old"), id("old"));

		transact(commits, () -> {
			for (String text : List.of("new", "newer", "newest")) {
				assertThat(
						titles.getAllOrLoad(keys, (missing) -> Map.of(keys.get(0), text, keys.get(1), text)).values())
					.containsOnly(text);
				assertThat(seenByOthers(keys.get(1))).isNull();
			}
		});

		assertThat(seenByOthers(keys.get(0))).isEqualTo(commits ? "newest" : null);
		assertThat(seenByOthers(keys.get(1))).isEqualTo(commits ? "newest" : null);
	}

	@Test
	void aWriteAfterTheLoadOfATransactionWins() {
		String id = id("old");

		commit(() -> {
			assertThat(this.titles.find(id)).isEqualTo("old");
			this.titles.change(id, "new");
		});

		assertThat(seenByOthers(id)).isNull();
		assertThat(this.titles.find(id)).isEqualTo("new");
	}

	@Test
	void aReadOnlyTransactionStoresAtOnce() {
		String id = id("old");
		TransactionTemplate reading = new TransactionTemplate(
				Objects.requireNonNull(this.transaction.getTransactionManager()));
		reading.setReadOnly(true);

		reading.executeWithoutResult((status) -> {
			assertThat(this.titles.find(id)).isEqualTo("old");
			assertThat(seenByOthers(id)).isEqualTo("old");
		});
	}

	private void commit(Runnable work) {
		transact(true, work);
	}

	private void rollBack(Runnable work) {
		transact(false, work);
	}

	private void transact(boolean commits, Runnable work) {
		this.transaction.executeWithoutResult((status) -> {
			work.run();
			if (!commits) {
				status.setRollbackOnly();
			}
		});
	}

	private String id(String text) {
		String id = UUID.randomUUID().toString();
		this.titles.write(id, text);
		return id;
	}

	private Cache old() {
		return old("c-" + UUID.randomUUID());
	}

	private Cache old(String name) {
		Cache cache = cache(0, name);
		cache.put("key", "old");
		return cache;
	}

	private Cache there(Cache cache) {
		return cache(1, cache.getName());
	}

	private Cache cache(int instance, String name) {
		return Objects.requireNonNull(this.instances.get(instance).getBean(TieredCacheManager.class).getCache(name));
	}

	private static String seenBy(Cache cache) {
		Cache.ValueWrapper found = cache.get("key");
		return (found != null) ? (String) found.get() : "nothing";
	}

	private String seenByOthers(String id) {
		return cache(1, "titles").get(id, String.class);
	}

	@EnableAutoConfiguration
	@Import(TransactedService.class)
	static class App {

	}

}
