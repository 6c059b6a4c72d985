package io.github.redispatterns.benchmarks.cache;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.redispatterns.benchmarks.harness.Server;
import io.github.redispatterns.benchmarks.harness.Shop;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import redis.clients.jedis.Connection;

import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.cache.RedisCacheWriter;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisClientConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.serializer.JacksonJsonRedisSerializer;
import org.springframework.data.redis.serializer.RedisSerializationContext.SerializationPair;

/**
 * Spring Data Redis' cache manager on Jedis; its values are JSON of one declared type,
 * which it writes fastest.
 */
final class SpringCacher implements Cacher {

	private final String name;

	private final List<JedisConnectionFactory> connections;

	private final List<Handle> caches;

	private final Handle remote;

	private SpringCacher(String name, Server server, Function<RedisConnectionFactory, RedisCacheWriter> writer) {
		this.name = name;
		this.connections = Stream.generate(() -> connections(server)).limit(INSTANCES).toList();
		List<RedisCacheManager> managers = this.connections.stream()
			.map((factory) -> manager(writer.apply(factory)))
			.toList();
		this.caches = managers.stream().map((manager) -> (Handle) SpringHandle.of(manager, "products")).toList();
		this.remote = SpringHandle.of(managers.get(0), "remote");
	}

	static SpringCacher plain(Server server) {
		return new SpringCacher("RedisCacheManager", server, RedisCacheWriter::nonLockingRedisCacheWriter);
	}

	static SpringCacher locking(Server server) {
		return new SpringCacher("RedisCacheManager, locking writer", server, RedisCacheWriter::lockingRedisCacheWriter);
	}

	private static JedisConnectionFactory connections(Server server) {
		GenericObjectPoolConfig<Connection> pool = new GenericObjectPoolConfig<>();
		pool.setMaxTotal(Shop.CONNECTIONS);
		pool.setMaxIdle(Shop.CONNECTIONS);
		JedisConnectionFactory factory = new JedisConnectionFactory(
				new RedisStandaloneConfiguration("127.0.0.1", server.port()),
				JedisClientConfiguration.builder().usePooling().poolConfig(pool).build());
		factory.afterPropertiesSet();
		factory.start();
		return factory;
	}

	private static RedisCacheManager manager(RedisCacheWriter writer) {
		JacksonJsonRedisSerializer<Product> json = new JacksonJsonRedisSerializer<>(Json.MAPPER, Product.class);
		RedisCacheManager manager = RedisCacheManager.builder(writer)
			.cacheDefaults(RedisCacheConfiguration.defaultCacheConfig()
				.entryTtl(TTL)
				.disableCachingNullValues()
				.serializeValuesWith(SerializationPair.fromSerializer(json)))
			.build();
		manager.afterPropertiesSet();
		return manager;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public boolean isLocal() {
		return false;
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
		this.connections.forEach(JedisConnectionFactory::destroy);
	}

}
