package io.github.redispatterns.internal;

import java.net.Socket;
import java.util.function.Consumer;

import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSocketFactory;

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
		return builder.socketTimeoutMillis(0).build();
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
	 * @param opened told the socket before anything is read from it
	 * @return the connection
	 */
	Connection connect(Consumer<Socket> opened) {
		JedisSocketFactory sockets = new DefaultJedisSocketFactory(this.server, this.config);
		return new Connection(() -> {
			Socket socket = sockets.createSocket();
			opened.accept(socket);
			return socket;
		}, this.config);
	}

}
