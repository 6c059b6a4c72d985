package io.github.redispatterns.benchmarks.ratelimit;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.distributed.serialization.Mapper;
import io.github.bucket4j.redis.jedis.Bucket4jJedis;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.github.redispatterns.benchmarks.harness.Keys;
import io.github.redispatterns.benchmarks.harness.Server;
import io.github.redispatterns.benchmarks.harness.Shop;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import redis.clients.jedis.ConnectionPoolConfig;

/**
 * Bucket4j, whose keys expire when their bucket is full again, as its documentation
 * advises.
 */
final class Bucket4j implements Limiter {

	private static final ExpirationAfterWriteStrategy EXPIRATION = ExpirationAfterWriteStrategy
		.basedOnTimeForRefillingBucketUpToMax(Duration.ofSeconds(10));

	private final Map<Limit, Supplier<BucketConfiguration>> configurations = new EnumMap<>(Limit.class);

	private final Map<Limit, String> prefixes = new EnumMap<>(Limit.class);

	private final String name;

	private final ProxyManager<String> buckets;

	private final Runnable close;

	private Bucket4j(String name, ProxyManager<String> buckets, Runnable close) {
		this.name = name;
		this.buckets = buckets;
		this.close = close;
		for (Limit limit : Limit.values()) {
			BucketConfiguration configuration = BucketConfiguration.builder()
				.addLimit((bandwidth) -> bandwidth.capacity(limit.burst()).refillGreedy(limit.calls(), limit.period()))
				.build();
			this.configurations.put(limit, () -> configuration);
			this.prefixes.put(limit, "buckets:" + limit.policy() + ":");
		}
	}

	static Bucket4j onJedis(Server server) {
		ConnectionPoolConfig pool = new ConnectionPoolConfig();
		pool.setMaxTotal(Shop.CONNECTIONS);
		pool.setMaxIdle(Shop.CONNECTIONS);
		redis.clients.jedis.RedisClient client = redis.clients.jedis.RedisClient.builder()
			.hostAndPort("127.0.0.1", server.port())
			.poolConfig(pool)
			.build();
		return new Bucket4j("Bucket4j (Jedis)",
				Bucket4jJedis.casBasedBuilder(client).expirationAfterWrite(EXPIRATION).keyMapper(Mapper.STRING).build(),
				client::close);
	}

	static Bucket4j onLettuce(Server server) {
		RedisClient client = RedisClient.create(server.url());
		return new Bucket4j("Bucket4j (Lettuce)",
				Bucket4jLettuce
					.casBasedBuilder(client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE)))
					.expirationAfterWrite(EXPIRATION)
					.build(),
				client::shutdown);
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public boolean tryAcquire(Limit limit, int key) {
		return this.buckets.getProxy(this.prefixes.get(limit) + Keys.of(key), this.configurations.get(limit))
			.tryConsume(1);
	}

	@Override
	public void close() {
		this.close.run();
	}

}
