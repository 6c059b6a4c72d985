package io.github.redispatterns.benchmarks.cache;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.redispatterns.benchmarks.harness.Server;
import io.github.redispatterns.benchmarks.harness.Shop;
import io.github.redispatterns.cache.TieredCache;
import io.github.redispatterns.cache.TieredCacheManager;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Ours, from applications that have nothing but the starter.
 */
final class Ours {

	private static final Map<String, Object> PROPERTIES = Map.of("redis-patterns.cache.defaults.ttl", Cacher.TTL,
			"redis-patterns.cache.defaults.local.ttl", Cacher.LOCAL_TTL,
			"redis-patterns.cache.defaults.local.maximum-size", Cacher.LOCAL_SIZE,
			"redis-patterns.cache.caches.remote.tiers", "REMOTE");

	private Ours() {
	}

	static Cacher onJedis(Server server) {
		return open("ours (Jedis)", server, "jedis");
	}

	static Cacher onLettuce(Server server) {
		return open("ours (Lettuce)", server, "lettuce");
	}

	private static Cacher open(String name, Server server, String driver) {
		List<ConfigurableApplicationContext> contexts = Stream.generate(() -> open(server, driver))
			.limit(Cacher.INSTANCES)
			.toList();
		return new Running(name, true, handle(contexts.get(0), "remote"),
				contexts.stream().map((context) -> handle(context, "products")).toList(),
				() -> contexts.forEach(ConfigurableApplicationContext::close));
	}

	static ConfigurableApplicationContext open(Server server, String driver, Class<?>... beans) {
		return Shop.open(server.url(), driver, PROPERTIES, beans);
	}

	static TieredCache<String, Product> cache(ConfigurableApplicationContext context, String name) {
		return context.getBean(TieredCacheManager.class).cache(name, String.class, Product.class);
	}

	private static Handle handle(ConfigurableApplicationContext context, String name) {
		TieredCache<String, Product> cache = cache(context, name);
		return new Calls(cache::get, cache::put, cache::evict, cache::getOrLoad);
	}

}
