package io.github.redispatterns.internal;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;

/**
 * The thread-safe Jedis client inside a connection factory, found again after the factory
 * was stopped and started.
 */
final class JedisClientSource implements Supplier<UnifiedJedis> {

	private final JedisConnectionFactory factory;

	private volatile @Nullable UnifiedJedis client;

	JedisClientSource(JedisConnectionFactory factory) {
		this.factory = factory;
	}

	@Override
	public UnifiedJedis get() {
		UnifiedJedis current = this.client;
		return (current != null) ? current : find();
	}

	void forget() {
		this.client = null;
	}

	private UnifiedJedis find() {
		try (RedisConnection connection = this.factory.getConnection()) {
			if (connection.getNativeConnection() instanceof UnifiedJedis found) {
				this.client = found;
				return found;
			}
			throw new IllegalStateException("The Jedis connection factory does not use UnifiedJedis");
		}
	}

}
