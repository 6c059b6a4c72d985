package io.github.redispatterns.benchmarks.cache;

import java.util.List;
import java.util.function.Supplier;

import io.github.redispatterns.benchmarks.harness.Server;
import org.jspecify.annotations.Nullable;
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
final class RedissonMapCacher implements Cacher {

	private final List<RedissonClient> clients;

	private final List<Handle> maps;

	RedissonMapCacher(Server server) {
		this.clients = Redissons.clients(server);
		this.maps = this.clients.stream().map((client) -> (Handle) new MapHandle(map(client))).toList();
	}

	static RLocalCachedMap<String, Product> map(RedissonClient client) {
		return client.getLocalCachedMap(LocalCachedMapOptions.<String, Product>name("products")
			.codec(Redissons.codec())
			.cacheProvider(CacheProvider.CAFFEINE)
			.cacheSize(LOCAL_SIZE)
			.evictionPolicy(EvictionPolicy.LFU)
			.timeToLive(LOCAL_TTL)
			.syncStrategy(SyncStrategy.INVALIDATE));
	}

	@Override
	public String name() {
		return "Redisson, local cached map";
	}

	@Override
	public boolean isLocal() {
		return true;
	}

	@Override
	public Handle remote() {
		return new MapHandle(this.clients.get(0).getMap("remote", Redissons.codec()));
	}

	@Override
	public Handle tiers(int instance) {
		return this.maps.get(instance);
	}

	@Override
	public void close() {
		this.clients.forEach(RedissonClient::shutdown);
	}

	/**
	 * A map as a cache.
	 *
	 * @param map the map
	 */
	private record MapHandle(RMap<String, Product> map) implements Handle {

		@Override
		public @Nullable Product find(String key) {
			return this.map.get(key);
		}

		@Override
		public void put(String key, Product product) {
			this.map.fastPut(key, product);
		}

		@Override
		public boolean evict(String key) {
			return this.map.fastRemove(key) > 0;
		}

		@Override
		public @Nullable Product load(String key, Supplier<Product> loader) {
			return this.map.computeIfAbsent(key, (missing) -> loader.get());
		}

	}

}
