package io.github.redispatterns.benchmarks.cache;

import java.util.List;
import java.util.stream.Stream;

import io.github.redispatterns.benchmarks.harness.Server;
import io.github.redispatterns.benchmarks.harness.Shop;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.Codec;
import org.redisson.client.codec.StringCodec;
import org.redisson.codec.CompositeCodec;
import org.redisson.codec.TypedJsonJackson3Codec;
import org.redisson.config.Config;

/**
 * What Redisson's contenders have in common.
 */
final class Redissons {

	private Redissons() {
	}

	static List<RedissonClient> clients(Server server) {
		return Stream.generate(() -> client(server)).limit(Cacher.INSTANCES).toList();
	}

	static RedissonClient client(Server server) {
		Config config = new Config();
		config.useSingleServer()
			.setAddress(server.url())
			.setConnectionPoolSize(Shop.CONNECTIONS)
			.setConnectionMinimumIdleSize(8);
		return Redisson.create(config);
	}

	static Codec codec() {
		return new CompositeCodec(StringCodec.INSTANCE,
				new TypedJsonJackson3Codec(Product.class, Product.class, Product.class, Json.MAPPER));
	}

}
