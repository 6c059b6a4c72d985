package io.github.redispatterns.benchmarks.cache;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

import io.github.redispatterns.benchmarks.harness.Server;
import io.github.redispatterns.benchmarks.harness.Shop;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.SetParams;

/**
 * What every cache in Redis costs at least: GET, SET PX and DEL through a pooled Jedis
 * client, and the same JSON. Nobody is told, nothing is protected.
 */
final class Floor implements Cacher, Handle {

	private final RedisClient client;

	Floor(Server server) {
		ConnectionPoolConfig pool = new ConnectionPoolConfig();
		pool.setMaxTotal(Shop.CONNECTIONS);
		pool.setMaxIdle(Shop.CONNECTIONS);
		this.client = RedisClient.builder().hostAndPort("127.0.0.1", server.port()).poolConfig(pool).build();
	}

	@Override
	public String name() {
		return "floor: raw Jedis GET, SET PX or DEL, and the JSON";
	}

	@Override
	public boolean isLocal() {
		return false;
	}

	@Override
	public Handle remote() {
		return this;
	}

	@Override
	public Handle tiers(int instance) {
		return this;
	}

	@Override
	public @Nullable Product find(String key) {
		byte[] json = this.client.get(bytes(key));
		return (json != null) ? Json.read(json) : null;
	}

	@Override
	public void put(String key, Product product) {
		this.client.set(bytes(key), Json.write(product), SetParams.setParams().px(TTL.toMillis()));
	}

	@Override
	public boolean evict(String key) {
		return this.client.del(bytes(key)) > 0;
	}

	@Override
	public @Nullable Product load(String key, Supplier<Product> loader) {
		Product found = find(key);
		if (found != null) {
			return found;
		}
		Product loaded = loader.get();
		put(key, loaded);
		return loaded;
	}

	private static byte[] bytes(String key) {
		return ("floor:products:" + key).getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public void close() {
		this.client.close();
	}

}
