package io.github.redispatterns.internal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.RedisUnavailableException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;

/**
 * Runs scripts and waits until replicas have what they wrote.
 * <p>
 * {@code WAIT} speaks of the writes of its own connection, so script and {@code WAIT} go
 * there together, in one round trip. Scripts must bear to be run twice.
 */
public final class ReplicaScripts {

	private final @Nullable JedisClientSource client;

	private final Availability availability;

	ReplicaScripts(RedisConnectionFactory factory, Availability availability) {
		this.client = (factory instanceof JedisConnectionFactory jedis && jedis.isUseUnifiedJedis())
				? new JedisClientSource(jedis) : null;
		this.availability = availability;
	}

	/**
	 * Return a runner whose calls fail unless enough replicas acknowledge them.
	 * @param replicas how many replicas have to
	 * @param timeout longest wait for them
	 * @param property what said so, for messages
	 * @return the runner; too few replicas are a {@link RedisUnavailableException} after
	 * the script has run
	 */
	public ScriptRunner acknowledged(int replicas, Duration timeout, String property) {
		return new ScriptRunner() {

			@Override
			public <T> T run(LuaScript<T> script, int keys, byte[]... arguments) {
				Written<T> written = guarded(property, script, keys, arguments, replicas, timeout);
				if (written.replicas() < replicas) {
					throw new RedisUnavailableException("%d of %d replicas acknowledged '%s' within %s, see '%s'"
						.formatted(written.replicas(), replicas, script, timeout, property));
				}
				return written.reply();
			}

		};
	}

	private <T> Written<T> guarded(String property, LuaScript<T> script, int keys, byte[][] arguments, int replicas,
			Duration timeout) {
		if (this.client == null) {
			throw new PatternConfigurationException("'" + property + "'",
					"needs script and WAIT on one connection, which this driver does not offer",
					"Set 'spring.data.redis.client-type' to jedis.");
		}
		Availability.Zone zone = this.availability.zone(arguments[0]);
		zone.check();
		try {
			Written<T> written = run(this.client, script, keys, arguments, replicas, timeout.toMillis());
			zone.succeeded();
			return written;
		}
		catch (RuntimeException ex) {
			this.client.forget();
			if (isUnknownCommand(ex)) {
				throw new PatternConfigurationException("'" + property + "'",
						"needs the command WAIT, which this server does not know or allow: " + ex.getMessage(),
						"Use a server with replicas of its own, or another durability.");
			}
			if (Failure.of(ex) != Failure.TRANSIENT) {
				throw new IllegalStateException("Script '%s' failed: %s".formatted(script, ex.getMessage()), ex);
			}
			zone.failed(ex);
			throw new RedisUnavailableException("Redis could not run '%s': %s".formatted(script, ex.getMessage()), ex);
		}
	}

	private static boolean isUnknownCommand(RuntimeException failure) {
		String message = failure.getMessage();
		return failure instanceof JedisDataException && message != null
				&& (message.startsWith("ERR unknown command") || message.startsWith("NOPERM"));
	}

	private static <T> Written<T> run(JedisClientSource source, LuaScript<T> script, int keys, byte[][] arguments,
			int replicas, long timeout) {
		for (int attempt = 0;; attempt++) {
			UnifiedJedis jedis = source.get();
			try {
				return (jedis instanceof RedisClusterClient cluster)
						? onCluster(cluster, script, keys, arguments, replicas, timeout)
						: inPipeline(jedis, script, keys, arguments, replicas, timeout);
			}
			catch (JedisNoScriptException | JedisRedirectionException ex) {
				if (attempt == 2) {
					throw ex;
				}
				// finds the way and leaves the script there; what it writes is written
				// again
				jedis.eval(script.source(), keys, arguments);
			}
			catch (JedisDataException ex) {
				throw ex;
			}
			catch (RuntimeException ex) {
				if (attempt == 2 || !Failure.isStaleConnection(ex)) {
					throw ex;
				}
				source.forget();
			}
		}
	}

	private static <T> Written<T> inPipeline(UnifiedJedis jedis, LuaScript<T> script, int keys, byte[][] arguments,
			int replicas, long timeout) {
		try (AbstractPipeline any = jedis.pipelined()) {
			Pipeline pipeline = (Pipeline) any;
			Response<Object> reply = pipeline.evalsha(script.sha(), keys, arguments);
			Response<Long> acknowledged = pipeline.waitReplicas(replicas, timeout);
			pipeline.sync();
			return new Written<>(script.cast(reply.get()), acknowledged.get());
		}
	}

	private static <T> Written<T> onCluster(RedisClusterClient cluster, LuaScript<T> script, int keys,
			byte[][] arguments, int replicas, long timeout) {
		try (Connection connection = cluster.getConnectionFromSlot(Slots.of(arguments[0]))) {
			byte[][] all = new byte[arguments.length + 2][];
			all[0] = script.sha();
			all[1] = bytes(keys);
			System.arraycopy(arguments, 0, all, 2, arguments.length);
			connection.sendCommand(Protocol.Command.EVALSHA, all);
			connection.sendCommand(Protocol.Command.WAIT, bytes(replicas), bytes(timeout));
			Object reply = answer(connection);
			Object acknowledged = answer(connection);
			for (Object each : new Object[] { reply, acknowledged }) {
				if (each instanceof JedisDataException failure) {
					throw failure;
				}
			}
			return new Written<>(script.cast(reply), (Long) acknowledged);
		}
	}

	// both replies must be read, or the next user of the connection gets the second one
	private static Object answer(Connection connection) {
		try {
			return connection.getOne();
		}
		catch (JedisDataException ex) {
			return ex;
		}
	}

	private static byte[] bytes(long number) {
		return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
	}

	private record Written<T>(T reply, long replicas) {
	}

}
