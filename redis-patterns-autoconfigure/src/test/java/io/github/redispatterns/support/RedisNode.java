package io.github.redispatterns.support;

import java.net.URI;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * One server of a topology, ours or not.
 */
public final class RedisNode {

	/**
	 * The name by which the harness tells its own connections from those under test.
	 */
	static final String CLIENT_NAME = "test-harness";

	static final JedisClientConfig CLIENT_CONFIG = DefaultJedisClientConfig.builder()
		.clientName(CLIENT_NAME)
		.connectionTimeoutMillis(1_000)
		.socketTimeoutMillis(5_000)
		.build();

	private final URI uri;

	private final @Nullable RedisProcess process;

	private RedisNode(URI uri, @Nullable RedisProcess process) {
		this.uri = uri;
		this.process = process;
	}

	static RedisNode of(int port, RedisProcess process) {
		return new RedisNode(URI.create("redis://127.0.0.1:" + port), process);
	}

	static RedisNode foreign(URI uri) {
		return new RedisNode(uri, null);
	}

	public URI uri() {
		return this.uri;
	}

	public String host() {
		return this.uri.getHost();
	}

	public int port() {
		return this.uri.getPort();
	}

	public HostAndPort address() {
		return new HostAndPort(host(), port());
	}

	/**
	 * The process behind this node. A server that is not ours can be asked things, but
	 * not killed: a test that needs to is skipped there.
	 * @return the process
	 */
	public RedisProcess process() {
		if (this.process == null) {
			throw new TestAbortedException(this + " is not a process of this test run");
		}
		return this.process;
	}

	public boolean isOurs() {
		return this.process != null;
	}

	/**
	 * A connection of its own to this node; the caller closes it.
	 * @return the connection
	 */
	public Jedis connect() {
		return new Jedis(this.uri, CLIENT_CONFIG);
	}

	public <T> T call(Function<Jedis, T> work) {
		try (Jedis jedis = connect()) {
			return work.apply(jedis);
		}
	}

	public void run(Consumer<Jedis> work) {
		try (Jedis jedis = connect()) {
			work.accept(jedis);
		}
	}

	/**
	 * Whether it is there and calls itself a master.
	 */
	boolean isMaster() {
		try {
			return call((jedis) -> "master".equals(jedis.role().get(0)));
		}
		catch (JedisConnectionException ex) {
			return false;
		}
	}

	@Override
	public String toString() {
		return "Redis at " + address();
	}

}
