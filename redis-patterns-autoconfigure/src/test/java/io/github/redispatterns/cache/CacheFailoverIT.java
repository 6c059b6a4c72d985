package io.github.redispatterns.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.Fault;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisNode;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Topology;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;
import redis.clients.jedis.params.RestoreParams;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The master dies, and its successor does not know of the last eviction.
 */
@RedisTest(value = Topology.SENTINEL, dedicated = true)
@RedisKeys({ "cache:value", "cache:lease", "cache:versions", "kernel:probe" })
class CacheFailoverIT {

	private static final byte[] VERSIONS = "test:cache:{books}:versions".getBytes(StandardCharsets.UTF_8);

	RedisServers servers;

	@Test
	void callersNoticeNothingOfAFailoverAndTheLastEvictionIsNotForgotten() throws Exception {
		Map<String, Object> properties = this.servers.applicationProperties("jedis");
		properties.put("redis-patterns.broadcast.max-silence", "1s");
		try (Instances instances = Instances.start(2, CoherentApp.class, properties)) {
			TieredCache<String, String> cache = instances.beans(TieredCacheManager.class)
				.get(0)
				.cache("books", String.class, String.class);
			TieredCache<String, String> others = instances.beans(TieredCacheManager.class)
				.get(1)
				.cache("books", String.class, String.class);
			cache.put("key", "old", CacheWriteOptions.NONE.withTags("tag"));
			assertThat(others.get("key")).isEqualTo("old");
			RedisNode master = this.servers.masters().get(0);
			byte[] before = master.call((jedis) -> jedis.dump(VERSIONS));
			cache.evictTags("tag");

			AtomicBoolean over = new AtomicBoolean();
			Aside<Integer> reading = Aside.start(() -> {
				int calls = 0;
				for (; !over.get(); calls++) {
					assertThat(cache.get("key")).isNull();
					String value = "v" + calls;
					assertThat(cache.getOrLoad("k" + calls % 10, (key) -> value)).isNotNull();
					cache.put("p" + calls % 10, value);
				}
				return calls;
			});
			try (Fault fault = this.servers.faults().failover(master)) {
				this.servers.masters().get(0).run((jedis) -> {
					jedis.restore(VERSIONS, TimeUnit.DAYS.toMillis(1), before, RestoreParams.restoreParams().replace());
					jedis.clientKill(new ClientKillParams().type(ClientType.PUBSUB));
				});
			}
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
				cache.put("after", "value");
				return "value".equals(others.get("after")) && knowsOfTheEviction();
			});
			over.set(true);

			assertThat(reading.get()).isPositive();
			assertThat(cache.get("key")).isNull();
			Awaitility.await().until(() -> others.get("key") == null);
		}
	}

	private boolean knowsOfTheEviction() {
		return this.servers.masters()
			.get(0)
			.call((jedis) -> jedis.hexists(VERSIONS, "t:tag".getBytes(StandardCharsets.UTF_8)));
	}

}
