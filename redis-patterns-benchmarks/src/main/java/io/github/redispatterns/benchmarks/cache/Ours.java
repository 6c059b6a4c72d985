package io.github.redispatterns.benchmarks.cache;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.redispatterns.benchmarks.harness.Server;
import io.github.redispatterns.benchmarks.harness.Shop;
import io.github.redispatterns.cache.TieredCache;
import io.github.redispatterns.cache.TieredCacheManager;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Ours, from applications that have nothing but the starter.
 */
final class Ours implements Cacher {

	private static final Map<String, Object> PROPERTIES = Map.of("redis-patterns.cache.defaults.ttl", TTL,
			"redis-patterns.cache.defaults.local.ttl", LOCAL_TTL, "redis-patterns.cache.defaults.local.maximum-size",
			LOCAL_SIZE, "redis-patterns.cache.caches.remote.tiers", "REMOTE");

	private final String name;

	private final List<ConfigurableApplicationContext> contexts;

	private final List<Handle> caches;

	private final Handle remote;

	private Ours(String name, Server server, String driver) {
		this.name = name;
		this.contexts = Stream.generate(() -> open(server, driver)).limit(INSTANCES).toList();
		this.caches = this.contexts.stream()
			.map((context) -> (Handle) new TieredHandle(cache(context, "products")))
			.toList();
		this.remote = new TieredHandle(cache(this.contexts.get(0), "remote"));
	}

	static Ours onJedis(Server server) {
		return new Ours("ours (Jedis)", server, "jedis");
	}

	static Ours onLettuce(Server server) {
		return new Ours("ours (Lettuce)", server, "lettuce");
	}

	static ConfigurableApplicationContext open(Server server, String driver, Class<?>... beans) {
		return Shop.open(server.url(), driver, PROPERTIES, beans);
	}

	static TieredCache<String, Product> cache(ConfigurableApplicationContext context, String name) {
		return context.getBean(TieredCacheManager.class).cache(name, String.class, Product.class);
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public boolean isLocal() {
		return true;
	}

	@Override
	public Handle remote() {
		return this.remote;
	}

	@Override
	public Handle tiers(int instance) {
		return this.caches.get(instance);
	}

	@Override
	public void close() {
		this.contexts.forEach(ConfigurableApplicationContext::close);
	}

	/**
	 * Our cache.
	 *
	 * @param cache the cache
	 */
	private record TieredHandle(TieredCache<String, Product> cache) implements Handle {

		@Override
		public @Nullable Product find(String key) {
			return this.cache.get(key);
		}

		@Override
		public void put(String key, Product product) {
			this.cache.put(key, product);
		}

		@Override
		public boolean evict(String key) {
			return this.cache.evict(key);
		}

		@Override
		public @Nullable Product load(String key, Supplier<Product> loader) {
			return this.cache.getOrLoad(key, (missing) -> loader.get());
		}

	}

}
