package io.github.redispatterns.benchmarks.ratelimit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import io.github.redispatterns.benchmarks.harness.Keys;
import io.github.redispatterns.benchmarks.harness.Server;
import io.github.redispatterns.benchmarks.harness.Shop;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.RedisClient;

/**
 * What no limiter that asks Redis once per call through a pooled Jedis client can beat: a
 * script that only returns, called with as many keys and arguments of the same length as
 * ours, none of which have to be made.
 */
final class Floor implements Limiter {

	private final RedisClient client;

	private final byte[] sha;

	private final int keys;

	private final byte[][][] arguments;

	Floor(Server server, List<Integer> scriptCall) {
		ConnectionPoolConfig pool = new ConnectionPoolConfig();
		pool.setMaxTotal(Shop.CONNECTIONS);
		pool.setMaxIdle(Shop.CONNECTIONS);
		this.client = RedisClient.builder().hostAndPort("127.0.0.1", server.port()).poolConfig(pool).build();
		this.sha = this.client.scriptLoad("return 1").getBytes(StandardCharsets.US_ASCII);
		this.keys = scriptCall.get(0);
		byte[][] call = scriptCall.stream().skip(1).map(Floor::text).toArray(byte[][]::new);
		this.arguments = IntStream.range(0, Keys.SPREAD).mapToObj((key) -> withKey(call, key)).toArray(byte[][][]::new);
	}

	@Override
	public String name() {
		return "floor: raw Jedis EVALSHA of `return 1`";
	}

	@Override
	public boolean tryAcquire(Limit limit, int key) {
		return (Long) this.client.evalsha(this.sha, this.keys, this.arguments[key]) == 1;
	}

	@Override
	public void close() {
		this.client.close();
	}

	private static byte[][] withKey(byte[][] call, int key) {
		byte[] own = call[0].clone();
		byte[] text = Keys.of(key).getBytes(StandardCharsets.UTF_8);
		System.arraycopy(text, 0, own, 0, text.length);
		byte[][] arguments = call.clone();
		arguments[0] = own;
		return arguments;
	}

	private static byte[] text(int length) {
		byte[] text = new byte[length];
		Arrays.fill(text, (byte) '1');
		return text;
	}

}
