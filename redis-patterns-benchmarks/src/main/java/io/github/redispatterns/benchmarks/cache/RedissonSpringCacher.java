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
final class RedissonSpringCacher implements Cacher {

	private final List<RedissonClient> clients;

	private final List<RedissonSpringCacheManager> managers;

	RedissonSpringCacher(Server server) {
		this.clients = Redissons.clients(server);
		this.managers = this.clients.stream().map(RedissonSpringCacher::manager).toList();
	}

	private static RedissonSpringCacheManager manager(RedissonClient client) {
		Map<String, CacheConfig> caches = new HashMap<>();
		caches.put("products", new CacheConfig(TTL.toMillis(), 0));
		caches.put("remote", new CacheConfig(TTL.toMillis(), 0));
		RedissonSpringCacheManager manager = new RedissonSpringCacheManager(client, caches, Redissons.codec());
		manager.setAllowNullValues(false);
		return manager;
	}

	@Override
	public String name() {
		return "Redisson, Spring cache";
	}

	@Override
	public boolean isLocal() {
		return false;
	}

	@Override
	public Handle remote() {
		return SpringHandle.of(this.managers.get(0), "remote");
	}

	@Override
	public Handle tiers(int instance) {
		return SpringHandle.of(this.managers.get(instance), "products");
	}

	@Override
	public void close() {
		this.clients.forEach(RedissonClient::shutdown);
	}

}
