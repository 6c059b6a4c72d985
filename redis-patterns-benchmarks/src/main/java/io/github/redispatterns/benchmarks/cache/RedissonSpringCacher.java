package io.github.redispatterns.benchmarks.cache;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.redispatterns.benchmarks.harness.Server;
import org.redisson.api.RedissonClient;
import org.redisson.spring.cache.CacheConfig;
import org.redisson.spring.cache.RedissonSpringCacheManager;

/**
 * Redisson's cache manager for Spring, which keeps values in Redis only. Those with
 * values in memory are not open source.
 */
final class RedissonSpringCacher {

	private RedissonSpringCacher() {
	}

	static Cacher open(Server server) {
		List<RedissonClient> clients = Redissons.clients(server);
		List<RedissonSpringCacheManager> managers = clients.stream().map(RedissonSpringCacher::manager).toList();
		return new Running("Redisson, Spring cache", false, SpringHandle.of(managers.get(0), "remote"),
				managers.stream().map((manager) -> (Handle) SpringHandle.of(manager, "products")).toList(),
				() -> clients.forEach(RedissonClient::shutdown));
	}

	private static RedissonSpringCacheManager manager(RedissonClient client) {
		Map<String, CacheConfig> caches = new HashMap<>();
		caches.put("products", new CacheConfig(Cacher.TTL.toMillis(), 0));
		caches.put("remote", new CacheConfig(Cacher.TTL.toMillis(), 0));
		RedissonSpringCacheManager manager = new RedissonSpringCacheManager(client, caches, Redissons.codec());
		manager.setAllowNullValues(false);
		return manager;
	}

}
