package io.github.redispatterns.internal;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;

import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.HostAndPortMapper;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisConnectionException;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisClientConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.util.StringUtils;

/**
 * Opens connections like those of a connection factory, but without a read time-out.
 * <p>
 * The JDK reads from a socket that ever had a time-out with three system calls instead of
 * one, so the time-out cannot be taken off later. Whoever holds such a connection has to
 * close its socket when a reply is overdue.
 */
final class LaneConnector {

	private final HostAndPort server;

	private final JedisClientConfig config;

	private final int timeoutMillis;

	LaneConnector(JedisConnectionFactory factory) {
		this.server = new HostAndPort(factory.getHostName(), factory.getPort());
		this.config = config(factory);
		this.timeoutMillis = factory.getTimeout();
	}

	/**
	 * Whether connections can be opened: to one server, without TLS, whose sockets do not
	 * like to be closed while somebody reads.
	 * @param factory the connection factory
	 * @return whether a connector can be made
	 */
	static boolean supports(JedisConnectionFactory factory) {
		return !factory.isRedisClusterAware() && !factory.isRedisSentinelAware() && !factory.isUseSsl();
	}

	private static JedisClientConfig config(JedisConnectionFactory factory) {
		JedisClientConfiguration client = factory.getClientConfiguration();
		DefaultJedisClientConfig.Builder builder = DefaultJedisClientConfig.builder();
		client.getClientName().ifPresent(builder::clientName);
		builder.connectionTimeoutMillis(Math.toIntExact(client.getConnectTimeout().toMillis()));
		builder.database(factory.getDatabase());
		RedisStandaloneConfiguration standalone = factory.getStandaloneConfiguration();
		if (standalone != null) {
			if (StringUtils.hasText(standalone.getUsername())) {
				builder.user(standalone.getUsername());
			}
			standalone.getPassword().toOptional().map(String::new).ifPresent(builder::password);
		}
		client.getClientConfigCustomizer().ifPresent((customizer) -> customizer.customize(builder));
		return builder.socketTimeoutMillis(0).protocol(RedisProtocol.RESP2).build();
	}

	/**
	 * Return how long to wait for a reply.
	 * @return the factory's read time-out in milliseconds, 0 for ever
	 */
	int timeoutMillis() {
		return this.timeoutMillis;
	}

	/**
	 * Open a connection.
	 * @param opened told what to close before anything is read from it
	 * @return the connection, ready for commands
	 */
	Wire connect(Consumer<Closeable> opened) {
		HostAndPort target = target();
		IOException failure = null;
		try {
			for (InetAddress address : InetAddress.getAllByName(target.getHost())) {
				try {
					return connect(new InetSocketAddress(address, target.getPort()), opened);
				}
				catch (IOException ex) {
					failure = ex;
				}
			}
		}
		catch (UnknownHostException ex) {
			failure = ex;
		}
		throw new JedisConnectionException("Failed to connect to " + target + ".", failure);
	}

	private Wire connect(InetSocketAddress address, Consumer<Closeable> opened) throws IOException {
		SocketChannel channel = SocketChannel.open();
		opened.accept(channel);
		try {
			channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
			channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
			channel.socket().connect(address, this.config.getConnectionTimeoutMillis());
			// Jedis logs in and selects the database; from then on the channel is ours
			new Connection(channel::socket, this.config);
			return new Wire(channel);
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
	}

	private HostAndPort target() {
		HostAndPortMapper mapper = this.config.getHostAndPortMapper();
		HostAndPort mapped = (mapper != null) ? mapper.getHostAndPort(this.server) : null;
		return (mapped != null) ? mapped : this.server;
	}

}
