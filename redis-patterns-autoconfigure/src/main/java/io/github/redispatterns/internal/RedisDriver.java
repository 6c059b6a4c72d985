package io.github.redispatterns.internal;

import org.springframework.context.SmartLifecycle;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The driver that the application chose, as a runner of scripts that does not ask whether
 * Redis is there. It gives back what it holds before the connection factory stops.
 */
final class RedisDriver implements SmartLifecycle {

	private static final int CLUSTER_ZONES = 16;

	private final ScriptRunner scripts;

	private final int zones;

	private volatile boolean running;

	private RedisDriver(ScriptRunner scripts, boolean cluster) {
		this.scripts = scripts;
		this.zones = cluster ? CLUSTER_ZONES : 1;
	}

	static RedisDriver of(RedisConnectionFactory factory, Background watchtower) {
		if (factory instanceof JedisConnectionFactory jedis && jedis.isUseUnifiedJedis()) {
			return new RedisDriver(new JedisScriptRunner(jedis, watchtower), jedis.isRedisClusterAware());
		}
		return new RedisDriver(new SpringScriptRunner(factory), isLettuceCluster(factory));
	}

	private static boolean isLettuceCluster(RedisConnectionFactory factory) {
		return factory instanceof LettuceConnectionFactory lettuce && lettuce.isClusterAware();
	}

	ScriptRunner scripts() {
		return this.scripts;
	}

	/**
	 * Return how many parts of Redis are judged apart.
	 * @return 1 for one server, more for a Cluster
	 */
	int zones() {
		return this.zones;
	}

	@Override
	public void start() {
		if (this.scripts instanceof JedisScriptRunner jedis) {
			jedis.open();
		}
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		if (this.scripts instanceof JedisScriptRunner jedis) {
			jedis.close();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return StopPhase.DRIVER;
	}

}
