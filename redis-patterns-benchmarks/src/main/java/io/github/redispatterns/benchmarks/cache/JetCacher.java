package io.github.redispatterns.benchmarks.cache;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import com.alicp.jetcache.Cache;
import com.alicp.jetcache.CacheBuilder;
import com.alicp.jetcache.CacheValueHolder;
import com.alicp.jetcache.SimpleCacheManager;
import com.alicp.jetcache.anno.CacheConsts;
import com.alicp.jetcache.anno.CacheType;
import com.alicp.jetcache.embedded.CaffeineCacheBuilder;
import com.alicp.jetcache.redis.RedisCacheBuilder;
import com.alicp.jetcache.support.JavaValueDecoder;
import com.alicp.jetcache.support.JavaValueEncoder;
import com.alicp.jetcache.template.CacheBuilderTemplate;
import com.alicp.jetcache.template.NotifyMonitorInstaller;
import com.alicp.jetcache.template.QuickConfig;
import io.github.redispatterns.benchmarks.harness.Server;
import io.github.redispatterns.benchmarks.harness.Shop;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.RedisClient;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;

/**
 * JetCache on Jedis with Caffeine in memory. Its values are JSON, which is not among its
 * own formats, and both of what it leaves off by default is on: instances tell each other
 * of writes, and one caller of an instance loads for the others.
 */
final class JetCacher {

	private JetCacher() {
	}

	static Cacher open(Server server) {
		List<Instance> instances = Stream.generate(() -> Instance.open(server)).limit(Cacher.INSTANCES).toList();
		return new Running("JetCache", true, handle(instances.get(0).cache("remote", CacheType.REMOTE)),
				instances.stream().map((instance) -> handle(instance.products())).toList(),
				() -> instances.forEach(Instance::close));
	}

	private static Handle handle(Cache<String, Product> cache) {
		return new Calls(cache::get, cache::put, cache::remove, cache::computeIfAbsent);
	}

	/**
	 * A cache manager and its connections.
	 *
	 * @param manager the manager
	 * @param jedis the connections
	 */
	record Instance(SimpleCacheManager manager, RedisClient jedis) implements AutoCloseable {

		private static final JavaType HOLDER = Json.MAPPER.getTypeFactory()
			.constructParametricType(CacheValueHolder.class, Product.class);

		private static final ObjectWriter WRITER = Json.MAPPER.writerFor(HOLDER);

		private static final ObjectReader READER = Json.MAPPER.readerFor(HOLDER);

		static Instance open(Server server) {
			ConnectionPoolConfig pool = new ConnectionPoolConfig();
			pool.setMaxTotal(Shop.CONNECTIONS);
			pool.setMaxIdle(Shop.CONNECTIONS);
			RedisClient jedis = RedisClient.builder().hostAndPort("127.0.0.1", server.port()).poolConfig(pool).build();
			Map<String, CacheBuilder> local = Map.of(CacheConsts.DEFAULT_AREA,
					CaffeineCacheBuilder.createCaffeineCacheBuilder().keyConvertor(Function.identity()));
			Map<String, CacheBuilder> remote = Map.of(CacheConsts.DEFAULT_AREA,
					RedisCacheBuilder.createRedisCacheBuilder()
						.jedis(jedis)
						.keyConvertor(Function.identity())
						.valueEncoder(JavaValueEncoder.INSTANCE)
						.valueDecoder(JavaValueDecoder.INSTANCE)
						.broadcastChannel("news"));
			CacheBuilderTemplate template = new CacheBuilderTemplate(true, local, remote);
			template.getCacheMonitorInstallers().add(new NotifyMonitorInstaller(remote::get));
			SimpleCacheManager manager = new SimpleCacheManager();
			manager.setCacheBuilderTemplate(template);
			Instance instance = new Instance(manager, jedis);
			instance.products();
			return instance;
		}

		Cache<String, Product> products() {
			return cache("products", CacheType.BOTH);
		}

		Cache<String, Product> cache(String name, CacheType type) {
			return this.manager.getOrCreateCache(QuickConfig.newBuilder(name)
				.cacheType(type)
				.expire(Cacher.TTL)
				.localExpire(Cacher.LOCAL_TTL)
				.localLimit(Cacher.LOCAL_SIZE)
				.syncLocal(type == CacheType.BOTH)
				.penetrationProtect(true)
				.valueEncoder(WRITER::writeValueAsBytes)
				.valueDecoder(READER::readValue)
				.build());
		}

		@Override
		public void close() {
			this.manager.close();
			this.jedis.close();
		}

	}

}
