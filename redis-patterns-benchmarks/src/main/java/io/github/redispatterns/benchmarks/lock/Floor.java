package io.github.redispatterns.benchmarks.lock;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.github.redispatterns.benchmarks.harness.Server;
import io.github.redispatterns.benchmarks.harness.Shop;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.SetParams;

/**
 * What every lock in Redis costs at least: SET NX PX, and a compare-and-delete in a
 * script, through a pooled Jedis client. It does not wait: nobody is in its way, because
 * every caller has keys of its own.
 */
final class Floor implements Locker {

	private static final String RELEASE = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";

	private final AtomicLong tokens = new AtomicLong();

	private final RedisClient client;

	private final String sha;

	Floor(Server server) {
		ConnectionPoolConfig pool = new ConnectionPoolConfig();
		pool.setMaxTotal(Shop.CONNECTIONS);
		pool.setMaxIdle(Shop.CONNECTIONS);
		this.client = RedisClient.builder().hostAndPort("127.0.0.1", server.port()).poolConfig(pool).build();
		this.sha = this.client.scriptLoad(RELEASE);
	}

	@Override
	public String name() {
		return "floor: raw Jedis SET NX PX, compare and delete";
	}

	@Override
	public boolean supports(Kind kind, boolean contended) {
		return true;
	}

	@Override
	public Release lock(int instance, Kind kind, String key) {
		String own = "floor:" + key + ":" + Thread.currentThread().getId();
		String token = "c8f5b3c1a7:" + this.tokens.incrementAndGet();
		if (this.client.set(own, token, SetParams.setParams().nx().px(30_000)) == null) {
			throw new IllegalStateException("Somebody is in the way of " + own);
		}
		return () -> this.client.evalsha(this.sha, List.of(own), List.of(token));
	}

	@Override
	public void close() {
		this.client.close();
	}

}
