package io.github.redispatterns.benchmarks.cache;

import java.util.List;

import io.github.redispatterns.benchmarks.harness.Server;
import org.redisson.api.RLocalCachedMap;
import org.redisson.api.RMap;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.LocalCachedMapOptions;
import org.redisson.api.options.LocalCachedMapOptions.CacheProvider;
import org.redisson.api.options.LocalCachedMapOptions.EvictionPolicy;
import org.redisson.api.options.LocalCachedMapOptions.SyncStrategy;

/**
 * Redisson's map with values in memory, by Caffeine; its entries do not expire in Redis.
 */
final class RedissonMapCacher {

	private RedissonMapCacher() {
	}

	static Cacher open(Server server) {
		List<RedissonClient> clients = Redissons.clients(server);
		return new Running("Redisson, local cached map", true,
				handle(clients.get(0).getMap("remote", Redissons.codec())),
				clients.stream().map((client) -> handle(map(client))).toList(),
				() -> clients.forEach(RedissonClient::shutdown));
	}

	private static Handle handle(RMap<String, Product> map) {
		return new Calls(map::get, map::fastPut, (key) -> map.fastRemove(key) > 0, map::computeIfAbsent);
	}

	static RLocalCachedMap<String, Product> map(RedissonClient client) {
		return client.getLocalCachedMap(LocalCachedMapOptions.<String, Product>name("products")
			.codec(Redissons.codec())
			.cacheProvider(CacheProvider.CAFFEINE)
			.cacheSize(Cacher.LOCAL_SIZE)
			.evictionPolicy(EvictionPolicy.LFU)
			.timeToLive(Cacher.LOCAL_TTL)
			.syncStrategy(SyncStrategy.INVALIDATE));
	}

}
