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
final class SpringCacher {

	private SpringCacher() {
	}

	static Cacher plain(Server server) {
		return open("RedisCacheManager", server, RedisCacheWriter::nonLockingRedisCacheWriter);
	}

	static Cacher locking(Server server) {
		return open("RedisCacheManager, locking writer", server, RedisCacheWriter::lockingRedisCacheWriter);
	}

	private static Cacher open(String name, Server server, Function<RedisConnectionFactory, RedisCacheWriter> writer) {
		List<JedisConnectionFactory> connections = Stream.generate(() -> connections(server))
			.limit(Cacher.INSTANCES)
			.toList();
		List<RedisCacheManager> managers = connections.stream()
			.map((factory) -> manager(writer.apply(factory)))
			.toList();
		return new Running(name, false, SpringHandle.of(managers.get(0), "remote"),
				managers.stream().map((manager) -> (Handle) SpringHandle.of(manager, "products")).toList(),
				() -> connections.forEach(JedisConnectionFactory::destroy));
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
				.entryTtl(Cacher.TTL)
				.disableCachingNullValues()
				.serializeValuesWith(SerializationPair.fromSerializer(json)))
			.build();
		manager.afterPropertiesSet();
		return manager;
	}

}
