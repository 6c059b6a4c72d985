package io.github.redispatterns.cache;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.RestoreParams;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Evictions of many values at once survive whatever happens to the versions.
 */
@RedisTest(dedicated = true)
@RedisKeys({ "cache:value", "cache:lease", "cache:versions", "kernel:probe" })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CacheVersionsIT {

	private static final AtomicInteger NAMES = new AtomicInteger();

	RedisServers servers;

	private Instances instances;

	@BeforeAll
	void start() {
		Map<String, Object> properties = this.servers.applicationProperties("jedis");
		properties.put("redis-patterns.broadcast.max-silence", "1s");
		this.instances = Instances.start(2, CoherentApp.class, properties);
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	@Test
	void aTagIsEvictedFromMemoryAfterRedisForgotAll() {
		String name = name();
		remember(name);
		this.servers.faults().flushAll();

		cache(0, name).evictTags("tag");

		assertThat(cache(0, name).get("key")).isNull();
		Awaitility.await().until(() -> cache(1, name).get("key") == null);
	}

	@Test
	void aTagIsEvictedAfterRedisForgotTheVersions() {
		String name = name();
		remember(name);
		loseVersions(name);

		cache(0, name).evictTags("tag");

		assertThat(cache(0, name).get("key")).isNull();
		Awaitility.await().until(() -> cache(1, name).get("key") == null);
	}

	@Test
	void nothingComesBackIfTheVersionsAreLostAfterAClear() {
		String name = name();
		remember(name);
		cache(0, name).clear();
		loseVersions(name);

		tiers(0, name).view().doubt();
		assertThat(cache(0, name).get("key")).isNull();
		Awaitility.await().until(() -> cache(1, name).get("key") == null);
	}

	@Test
	void instancesAgreeAgainOnVersionsThatOneOfThemBeganAnew() {
		String name = name();
		remember(name);
		loseVersions(name);
		tiers(0, name).missed();

		cache(0, name).put("key", "new");

		Awaitility.await().until(() -> "new".equals(cache(1, name).get("key")));
		assertThat(tiers(1, name).view().known().incarnation()).isEqualTo(tiers(0, name).view().known().incarnation());
	}

	@Test
	void anEvictionThatAFailoverLostIsSaidAgain() {
		String name = name();
		remember(name);
		byte[] key = ("test:cache:{" + name + "}:versions").getBytes(StandardCharsets.UTF_8);
		try (Jedis jedis = this.servers.connect(0)) {
			byte[] before = jedis.dump(key);
			cache(0, name).clear();
			cache(0, name).evictTags("tag");
			jedis.restore(key, TimeUnit.DAYS.toMillis(1), before, RestoreParams.restoreParams().replace());
			assertThat(jedis.hexists(key, "*".getBytes(StandardCharsets.UTF_8))).isFalse();
			this.servers.faults().dropSubscribers();

			Awaitility.await().until(() -> {
				assertThat(cache(0, name).get("key")).isNull();
				return jedis.hexists(key, "*".getBytes(StandardCharsets.UTF_8))
						&& jedis.hexists(key, "t:tag".getBytes(StandardCharsets.UTF_8));
			});
		}
		try (Instances late = Instances.start(1, CoherentApp.class, this.servers.applicationProperties("jedis"))) {
			assertThat(late.beans(TieredCacheManager.class).get(0).cache(name, String.class, String.class).get("key"))
				.isNull();
		}
	}

	@Test
	void whatATagEvictedIsAbsent() {
		String name = name();
		remember(name);
		cache(0, name).evictTags("tag");

		assertThat(cache(0, name).putIfAbsent("key", "new")).isTrue();

		assertThat(cache(0, name).get("key")).isEqualTo("new");
		Awaitility.await().until(() -> "new".equals(cache(1, name).get("key")));
	}

	private void loseVersions(String name) {
		this.servers.client().del("test:cache:{" + name + "}:versions");
	}

	private void remember(String name) {
		cache(0, name).put("key", "old", CacheWriteOptions.NONE.withTags("tag"));
		assertThat(cache(0, name).get("key")).isEqualTo("old");
		assertThat(cache(1, name).get("key")).isEqualTo("old");
	}

	private static String name() {
		return "versions" + NAMES.incrementAndGet();
	}

	private TieredCache<String, String> cache(int instance, String name) {
		return this.instances.beans(TieredCacheManager.class).get(instance).cache(name, String.class, String.class);
	}

	private CacheTiers tiers(int instance, String name) {
		return this.instances.beans(TieredCacheManager.class).get(instance).tiers(name);
	}

}
