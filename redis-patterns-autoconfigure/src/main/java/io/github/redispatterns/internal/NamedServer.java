package io.github.redispatterns.internal;

import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;

import javax.net.ssl.SSLParameters;

import io.github.redispatterns.RedisUnavailableException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * One server that settings name by its address, beside those of the connection factory.
 * <p>
 * Nothing is opened before the first call, and no call takes longer than the time-out for
 * each of connecting, sending and reading.
 */
public final class NamedServer implements ScriptRunner, AutoCloseable {

	private static final String RUN_ID = "run_id:";

	private final URI uri;

	private final Duration timeout;

	private final int connections;

	private @Nullable RedisClient client;

	private boolean closed;

	/**
	 * Create a server.
	 * @param uri where it is, such as {@code redis://user:password@host:6379/0}
	 * @param timeout longest wait for a connection and for a reply
	 * @param connections most connections
	 */
	public NamedServer(URI uri, Duration timeout, int connections) {
		this.uri = uri;
		this.timeout = timeout;
		this.connections = connections;
	}

	/**
	 * Return where it is.
	 * @return host and port, without what must not be read
	 */
	public String address() {
		return this.uri.getHost() + ":" + this.uri.getPort();
	}

	@Override
	public <T> T run(LuaScript<T> script, int keys, byte[]... arguments) {
		return reaching(() -> {
			RedisClient jedis = client();
			try {
				return script.cast(jedis.evalsha(script.sha(), keys, arguments));
			}
			catch (JedisNoScriptException ex) {
				return script.cast(jedis.eval(script.source(), keys, arguments));
			}
		});
	}

	/**
	 * Return what the server process is known by.
	 * @return an identifier that no other one has, or {@code null} if it is kept secret
	 * @throws RedisUnavailableException if the server cannot answer
	 */
	public @Nullable String runId() {
		String info = reaching(() -> {
			try {
				return client().info("server");
			}
			catch (JedisDataException ex) {
				return "";
			}
		});
		return info.lines()
			.filter((line) -> line.startsWith(RUN_ID))
			.map((line) -> line.substring(RUN_ID.length()).strip())
			.findFirst()
			.orElse(null);
	}

	private <T> T reaching(Supplier<T> call) {
		try {
			return callTwice(call);
		}
		catch (RuntimeException ex) {
			if (Failure.of(ex) != Failure.TRANSIENT) {
				throw new IllegalStateException("%s failed: %s".formatted(address(), ex.getMessage()), ex);
			}
			throw new RedisUnavailableException("%s cannot answer: %s".formatted(address(), ex.getMessage()), ex);
		}
	}

	private <T> T callTwice(Supplier<T> call) {
		try {
			return call.get();
		}
		catch (JedisDataException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			if (!Failure.isStaleConnection(ex)) {
				throw ex;
			}
			// after a restart all that lie in the pool are closed
			client().getPool().clear();
			return call.get();
		}
	}

	private synchronized RedisClient client() {
		if (this.closed) {
			throw new RedisUnavailableException(address() + " is not used any more");
		}
		if (this.client == null) {
			ConnectionPoolConfig pool = new ConnectionPoolConfig();
			pool.setMaxTotal(this.connections);
			pool.setMaxIdle(this.connections);
			pool.setMaxWait(this.timeout);
			HostAndPort address = new HostAndPort(this.uri.getHost(), this.uri.getPort());
			this.client = RedisClient.builder().hostAndPort(address).clientConfig(config()).poolConfig(pool).build();
		}
		return this.client;
	}

	private JedisClientConfig config() {
		int millis = Math.toIntExact(this.timeout.toMillis());
		SSLParameters verifying = new SSLParameters();
		verifying.setEndpointIdentificationAlgorithm("HTTPS");
		return DefaultJedisClientConfig.builder()
			.connectionTimeoutMillis(millis)
			.socketTimeoutMillis(millis)
			.user(JedisURIHelper.getUser(this.uri))
			.password(JedisURIHelper.getPassword(this.uri))
			.database(JedisURIHelper.getDBIndex(this.uri))
			.ssl(JedisURIHelper.isRedisSSLScheme(this.uri))
			.sslParameters(verifying)
			.build();
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		if (this.client != null) {
			this.client.close();
			this.client = null;
		}
	}

}
