package io.github.redispatterns.cache;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.redispatterns.internal.LeaseKeeper;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.args.FlushMode;
import redis.clients.jedis.params.SetParams;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A clear and the eviction of a tag are one command, however many values there are.
 * <p>
 * {@code -Dclear.entries=10000000} makes them as many as in the published figure, which
 * take 3 GB of memory.
 */
@RedisTest(dedicated = true)
@RedisKeys({ "cache:value", "cache:lease", "cache:versions", "kernel:probe" })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CacheClearIT {

	private static final Log logger = LogFactory.getLog(CacheClearIT.class);

	private static final int ENTRIES = Integer.getInteger("clear.entries", 100_000);

	private static final int SAMPLES = 1000;

	private static final int CHUNK = 10_000;

	private static final String TAG = "tag";

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

	/**
	 * Both believe in messages and in the versions that are in Redis.
	 */
	@BeforeEach
	void agree() {
		for (int i = 0; i < 2; i++) {
			CacheTiers tiers = tiers(i);
			tiers.missed();
			Awaitility.await().until(() -> LeaseKeeper.now() < tiers.loading().parts().news().trustedUntil());
		}
	}

	@Test
	void oneCommandMakesAllValuesOutdated() {
		try {
			fill(everyOne());
			assertGiven();
			assertEvicted("The eviction of a tag", () -> cache(0).evictTags(TAG));

			fill(everyOne());
			assertGiven();
			assertEvicted("A clear", cache(0)::clear);

			this.servers.client().del("test:cache:{many}:versions");
			for (int i = 0; i < 2; i++) {
				tiers(i).view().doubt();
			}
			assertThat(given(0)).isEmpty();
			assertThat(given(1)).isEmpty();
			assertThat(this.servers.client().dbSize()).isGreaterThanOrEqualTo(ENTRIES);
		}
		finally {
			forgetAll();
		}
	}

	@Test
	void nothingComesBackIfRedisForgotAll() {
		byte[] stored = fill(samples());
		assertGiven();
		forgetAll();
		assertEvicted("The eviction of a tag from memory", () -> cache(0).evictTags(TAG));

		fill(samples());
		assertGiven();
		forgetAll();
		assertEvicted("A clear of memory", cache(0)::clear);

		write(samples(), stored);
		assertThat(given(0)).isEmpty();
		assertThat(given(1)).isEmpty();
		cache(1).put(key(1), "later");
		assertThat(cache(0).get(key(1))).isEqualTo("later");
	}

	private void assertGiven() {
		assertThat(given(0)).hasSize(SAMPLES).containsOnly("value");
		assertThat(given(1)).hasSize(SAMPLES).containsOnly("value");
	}

	private void assertEvicted(String what, Runnable eviction) {
		this.servers.node(0).run(Jedis::configResetStat);

		// instances that may have missed a message read the versions in between
		Awaitility.await().until(() -> CommandsOf.caches(this.servers, () -> {
			long begun = System.nanoTime();
			eviction.run();
			logger.info("%s took %d us".formatted(what, (System.nanoTime() - begun) / 1000));
		}).equals(Map.of("evalsha", 1L)));

		assertThat(given(0)).isEmpty();
		Awaitility.await().until(() -> given(1).isEmpty());
		String statistics = this.servers.node(0).call((jedis) -> jedis.info("commandstats"));
		assertThat(statistics).contains("cmdstat_evalsha")
			.doesNotContain("cmdstat_keys", "cmdstat_scan", "cmdstat_smembers", "cmdstat_sscan");
	}

	private List<String> given(int instance) {
		return samples().mapToObj(CacheClearIT::key)
			.flatMap((key) -> Stream.ofNullable(cache(instance).get(key)))
			.toList();
	}

	private static IntStream everyOne() {
		return IntStream.range(0, ENTRIES);
	}

	private static IntStream samples() {
		return IntStream.range(0, SAMPLES).map((i) -> (int) ((long) i * ENTRIES / SAMPLES));
	}

	/**
	 * Put one value, and copy what is stored of it.
	 */
	private byte[] fill(IntStream numbers) {
		cache(0).put(key(0), "value", CacheWriteOptions.NONE.withTags(TAG));
		byte[] stored = this.servers.client().get(redisKey(0));
		write(numbers, stored);
		return stored;
	}

	private void write(IntStream numbers, byte[] stored) {
		long begun = System.nanoTime();
		SetParams life = SetParams.setParams().px(TimeUnit.HOURS.toMillis(2));
		try (Jedis jedis = this.servers.connect(0); Pipeline pipeline = jedis.pipelined()) {
			numbers.forEach((number) -> {
				pipeline.set(redisKey(number), stored, life);
				if (number % CHUNK == 0) {
					pipeline.sync();
				}
			});
		}
		this.servers.node(0)
			.run((jedis) -> logger
				.info("%d keys after %d ms, %s".formatted(jedis.dbSize(), (System.nanoTime() - begun) / 1_000_000,
						jedis.info("memory").lines().skip(2).findFirst().orElse(""))));
	}

	private void forgetAll() {
		this.servers.node(0).run((jedis) -> jedis.flushAll(FlushMode.ASYNC));
	}

	private static String key(int number) {
		return "v" + number;
	}

	private static byte[] redisKey(int number) {
		return ("test:cache:{many:" + key(number) + "}:value").getBytes(StandardCharsets.UTF_8);
	}

	private TieredCache<String, String> cache(int instance) {
		return this.instances.beans(TieredCacheManager.class).get(instance).cache("many", String.class, String.class);
	}

	private CacheTiers tiers(int instance) {
		return this.instances.beans(TieredCacheManager.class).get(instance).tiers("many");
	}

}
