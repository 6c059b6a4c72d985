package io.github.redispatterns.cache;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.support.Fault;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.Outage;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.TcpProxy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Redis goes away in every way there is; callers notice nothing, and what they wrote
 * meanwhile is made up for.
 */
@RedisTest(dedicated = true)
@RedisKeys({ "cache:value", "cache:lease", "cache:versions", "kernel:probe" })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CacheOutageIT {

	private static final AtomicInteger NAMES = new AtomicInteger();

	RedisServers servers;

	private TcpProxy proxy;

	private Instances instances;

	@BeforeAll
	void start() {
		this.proxy = TcpProxy.to(this.servers.host(), this.servers.port());
		this.instances = Instances.start(CoherentApp.class,
				List.of(properties(this.proxy.port()), properties(this.servers.port())));
	}

	@AfterAll
	void stop() {
		this.instances.close();
		this.proxy.close();
	}

	private Map<String, Object> properties(int port) {
		Map<String, Object> properties = this.servers.applicationProperties("jedis");
		properties.put("spring.data.redis.port", port);
		properties.put("spring.data.redis.timeout", "500ms");
		properties.put("spring.data.redis.connect-timeout", "500ms");
		properties.put("redis-patterns.broadcast.max-silence", "1s");
		properties.put("redis-patterns.drain", "0s");
		return properties;
	}

	@ParameterizedTest
	@EnumSource
	void callersNoticeNothingAndWhatTheyWroteIsMadeUpFor(Outage outage) {
		String name = name();
		TieredCache<String, String> cache = cache(0, name);
		TieredCache<String, String> others = cache(1, name);
		awaitThatValuesAreShared(name);
		List.of("put", "evicted", "tagged")
			.forEach((key) -> others.put(key, "old", CacheWriteOptions.NONE.withTags(key)));
		// the first call of all may take longer than Redis may
		Awaitility.await().untilAsserted(() -> assertThat(cache.get("put")).isEqualTo("old"));
		try (Fault fault = outage.begin(this.servers, this.proxy)) {
			cache.put("put", "new");
			cache.evict("evicted");
			cache.evictTags("tagged");
			assertLoadsOnce(cache, 20);
			assertThat(cache.getOrLoad("put", (key) -> "new")).isEqualTo("new");
			assertThat(cache.getOrLoad("evicted", (key) -> "new")).isEqualTo("new");
			assertThat(cache.getOrLoad("tagged", (key) -> "new")).isEqualTo("new");
			cache.getAsync("other", (key) -> CompletableFuture.completedFuture("x")).join();
		}
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> tiers(0, name).recovery().size() == 0 && tiers(1, name).recovery().size() == 0);
		Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
			for (String key : List.of("put", "evicted", "tagged")) {
				assertThat(others.get(key)).as(key).isNotEqualTo("old");
				assertThat(cache.get(key)).as(key).isNotEqualTo("old");
			}
		});
		awaitThatValuesAreShared(name);
	}

	@Test
	void oneCallWaitsInABlackHoleAndNoOther() {
		String name = name();
		TieredCache<String, String> cache = cache(0, name);
		awaitThatValuesAreShared(name);
		int before = swallowed(name);
		try (Fault fault = this.proxy.blackHole()) {
			assertLoadsOnce(cache, 20);
			for (int i = 0; i < 20; i++) {
				cache.put("p" + i, "new");
				cache.evict("e" + i);
				cache.get("k" + i);
			}
			assertThat(swallowed(name) - before).isEqualTo(1);
		}
		awaitThatValuesAreShared(name);
	}

	private int swallowed(String name) {
		return (int) this.proxy.swallowed().stream().filter((chunk) -> chunk.contains("{" + name)).count();
	}

	@Test
	void nobodyIsRefusedBecauseRedisIsSlow() {
		String name = name();
		awaitThatValuesAreShared(name);
		long bypassed = tiers(0, name).statistics().bypassed.sum();
		try (Fault fault = this.proxy.latency(Duration.ofMillis(100))) {
			assertLoadsOnce(cache(0, name), 3);
		}
		assertThat(tiers(0, name).statistics().bypassed.sum()).isEqualTo(bypassed);
		assertThat(cache(1, name).get("k0")).isEqualTo("v0");
	}

	@Test
	void aLoadThatTakesLongDoesNotMakeRedisUnavailable() {
		String name = name();
		TieredCache<String, String> cache = cache(0, name);
		awaitThatValuesAreShared(name);
		long bypassed = tiers(0, name).statistics().bypassed.sum();

		assertThat(cache.getOrLoad("slow", (key) -> {
			// longer than Redis may take
			LockSupport.parkNanos(Duration.ofMillis(1200).toNanos());
			return "loaded";
		})).isEqualTo("loaded");

		assertThat(cache(1, name).get("slow")).isEqualTo("loaded");
		assertThat(tiers(0, name).statistics().bypassed.sum()).isEqualTo(bypassed);
	}

	@Test
	void theLoadRunsOnceIfItsValueCannotBeStored() {
		String name = name();
		TieredCache<String, String> cache = cache(0, name);
		awaitThatValuesAreShared(name);
		AtomicInteger loads = new AtomicInteger();

		assertThat(cache.getOrLoad("once", (key) -> {
			this.proxy.refuse();
			return "load " + loads.incrementAndGet();
		})).isEqualTo("load 1");
		assertThat(cache.getOrLoad("once", (key) -> "again")).isEqualTo("load 1");

		assertThat(loads).hasValue(1);
		this.proxy.heal();
		awaitThatValuesAreShared(name);
	}

	@Test
	void scriptsThatAreForgottenAreSentAgain() {
		String name = name();
		awaitThatValuesAreShared(name);
		long bypassed = tiers(1, name).statistics().bypassed.sum();
		this.servers.faults().flushScripts();

		assertLoadsOnce(cache(1, name), 3);
		cache(1, name).put("k0", "new");
		this.servers.faults().flushScripts();
		cache(1, name).clear();
		assertThat(cache(1, name).get("k0")).isNull();
		assertThat(tiers(1, name).statistics().bypassed.sum()).isEqualTo(bypassed);
	}

	@Test
	void callersGetTheExceptionWhereThatIsWanted() {
		Map<String, Object> properties = properties(this.proxy.port());
		properties.put("redis-patterns.cache.when-unavailable", "fail");
		try (Instances failing = Instances.start(CoherentApp.class, List.of(properties))) {
			TieredCache<String, String> cache = failing.beans(TieredCacheManager.class)
				.get(0)
				.cache(name(), String.class, String.class);
			cache.put("k", "v");
			try (Fault fault = this.proxy.refuse()) {
				List.<Runnable>of(() -> cache.get("x"), () -> cache.getOrLoad("x", (key) -> "v"),
						() -> cache.put("k", "v"), () -> cache.evict("k"), () -> cache.evictTags("t"), cache::clear)
					.forEach((call) -> assertThatThrownBy(call::run).isInstanceOf(RedisUnavailableException.class));
			}
		}
	}

	@Test
	void startsWithRedisDown() {
		String name = name();
		Fault killed = this.servers.faults().killAll();
		try (Instances late = Instances.start(CoherentApp.class, List.of(properties(this.servers.port())))) {
			TieredCache<String, String> cache = late.beans(TieredCacheManager.class)
				.get(0)
				.cache(name, String.class, String.class);
			assertLoadsOnce(cache, 3);
			cache.put("k0", "new");
			assertThat(cache.getOrLoad("k0", (key) -> "loaded")).isIn("new", "loaded");
			killed.heal();
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
				cache.put("shared", "value");
				return "value".equals(cache(1, name).get("shared"));
			});
		}
	}

	@Test
	void aWriteThatBeganEarlierDoesNotMakeUpForALaterOne() {
		String name = name();
		Recovery recovery = tiers(1, name).recovery();
		long mark = recovery.mark();
		recovery.evictLater("key");
		recovery.delivered("key", mark);

		assertThat(recovery.lets("key")).isFalse();
		recovery.delivered("key", recovery.mark());
		assertThat(recovery.lets("key")).isTrue();
	}

	private static void assertLoadsOnce(TieredCache<String, String> cache, int keys) {
		AtomicInteger loads = new AtomicInteger();
		for (int i = 0; i < keys; i++) {
			String value = "v" + i;
			assertThat(cache.getOrLoad("k" + i, (key) -> {
				loads.incrementAndGet();
				return value;
			})).isEqualTo(value);
		}
		assertThat(loads).hasValue(keys);
	}

	private void awaitThatValuesAreShared(String name) {
		AtomicInteger number = new AtomicInteger();
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
			String key = "shared" + number.incrementAndGet();
			cache(0, name).put(key, "value");
			return "value".equals(cache(1, name).get(key)) && tiers(0, name).recovery().size() == 0;
		});
	}

	private static String name() {
		return "outage" + NAMES.incrementAndGet();
	}

	private TieredCache<String, String> cache(int instance, String name) {
		return this.instances.beans(TieredCacheManager.class).get(instance).cache(name, String.class, String.class);
	}

	private CacheTiers tiers(int instance, String name) {
		return this.instances.beans(TieredCacheManager.class).get(instance).tiers(name);
	}

}
