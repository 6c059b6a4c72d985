package io.github.redispatterns.cache;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import io.github.redispatterns.cache.CacheProperties.Tiers;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cache.Cache;

/**
 * Caches as Spring's own contract wants to see them: one instance keeps values in memory
 * and in Redis, one in Redis alone, one in memory alone, and all have to behave alike.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "cache:value", "cache:lease", "cache:versions" })
abstract class SpringCaches implements SpringCachesUnderTest {

	RedisServers servers;

	private Instances instances;

	@BeforeAll
	void start() {
		this.instances = Instances.start(App.class,
				List.of(properties(Tiers.BOTH), properties(Tiers.REMOTE), properties(Tiers.LOCAL)));
	}

	private Map<String, Object> properties(Tiers tiers) {
		Map<String, Object> properties = new HashMap<>(this.servers.springProperties());
		properties.put("redis-patterns.namespace", "test");
		properties.put("spring.data.redis.client-type", "jedis");
		properties.put("redis-patterns.cache.defaults.tiers", tiers);
		properties.put("redis-patterns.cache.caches." + WITHOUT_NULLS + ".allow-null", false);
		return properties;
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	@Override
	public TieredCacheManager caches(Tiers tiers) {
		int instance = List.of(Tiers.BOTH, Tiers.REMOTE, Tiers.LOCAL).indexOf(tiers);
		return this.instances.beans(TieredCacheManager.class).get(instance);
	}

	@Override
	public Cache cache(Tiers tiers) {
		return Objects.requireNonNull(caches(tiers).getCache("c-" + UUID.randomUUID()));
	}

	@EnableAutoConfiguration
	static class App {

	}

}
