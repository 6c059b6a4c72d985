package io.github.redispatterns.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

import org.springframework.data.redis.connection.NamedNode;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisNode;
import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisClientConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.util.StringUtils;

/**
 * Opens connections for subscriptions, outside the pool but with the settings of the
 * connection factory: to the server, to the master that a Sentinel names, or to the next
 * node of a Cluster.
 */
final class SubscriberConnector {

	private final JedisConnectionFactory factory;

	private final JedisClientSource client;

	private int attempts = ThreadLocalRandom.current().nextInt(1 << 20);

	SubscriberConnector(JedisConnectionFactory factory) {
		this.factory = factory;
		this.client = new JedisClientSource(factory);
	}

	/**
	 * Connect to the server that {@link #next()} names.
	 * @return the connection
	 */
	SubscriberConnection connect() {
		return connect(next());
	}

	/**
	 * Connect to a certain server.
	 * @param server which one
	 * @return the connection
	 */
	SubscriberConnection connect(HostAndPort server) {
		return new SubscriberConnection(server, config());
	}

	/**
	 * Choose whom to ask.
	 * @return the server, its master or the next node
	 */
	HostAndPort next() {
		RedisSentinelConfiguration sentinels = this.factory.getSentinelConfiguration();
		if (sentinels != null) {
			return master(sentinels);
		}
		RedisClusterConfiguration cluster = this.factory.getClusterConfiguration();
		if (cluster != null) {
			List<HostAndPort> nodes = nodes(cluster);
			return nodes.get(this.attempts++ % nodes.size());
		}
		return new HostAndPort(this.factory.getHostName(), this.factory.getPort());
	}

	private HostAndPort master(RedisSentinelConfiguration sentinels) {
		JedisClientConfig config = config(0, sentinels.getSentinelUsername(), sentinels.getSentinelPassword());
		NamedNode node = sentinels.getMaster();
		String name = (node != null) ? node.getName() : null;
		JedisConnectionException failure = new JedisConnectionException("No Sentinel knows the master " + name);
		for (HostAndPort address : addresses(sentinels.getSentinels())) {
			try (Jedis sentinel = new Jedis(address, config)) {
				List<String> master = sentinel.sentinelGetMasterAddrByName(name);
				if (master != null && master.size() == 2) {
					return new HostAndPort(master.get(0), Integer.parseInt(master.get(1)));
				}
			}
			catch (JedisException ex) {
				failure.addSuppressed(ex);
			}
		}
		throw failure;
	}

	// the nodes that the application's client knows, because the configured ones may be
	// gone
	private List<HostAndPort> nodes(RedisClusterConfiguration cluster) {
		if (this.factory.isUseUnifiedJedis() && this.client.get() instanceof RedisClusterClient known) {
			List<HostAndPort> nodes = known.getClusterNodes().keySet().stream().map(HostAndPort::from).toList();
			if (!nodes.isEmpty()) {
				return nodes;
			}
		}
		return addresses(cluster.getClusterNodes());
	}

	private static List<HostAndPort> addresses(Collection<RedisNode> nodes) {
		List<HostAndPort> addresses = new ArrayList<>();
		for (RedisNode node : nodes) {
			addresses.add(new HostAndPort(node.getRequiredHost(), node.getRequiredPort()));
		}
		return addresses;
	}

	private JedisClientConfig config() {
		RedisSentinelConfiguration sentinels = this.factory.getSentinelConfiguration();
		RedisClusterConfiguration cluster = this.factory.getClusterConfiguration();
		RedisStandaloneConfiguration standalone = this.factory.getStandaloneConfiguration();
		int database = this.factory.getDatabase();
		if (sentinels != null) {
			return config(database, sentinels.getUsername(), sentinels.getPassword());
		}
		if (cluster != null) {
			return config(0, cluster.getUsername(), cluster.getPassword());
		}
		return (standalone != null) ? config(database, standalone.getUsername(), standalone.getPassword())
				: config(database, null, RedisPassword.none());
	}

	private JedisClientConfig config(int database, @Nullable String user, RedisPassword password) {
		JedisClientConfiguration client = this.factory.getClientConfiguration();
		DefaultJedisClientConfig.Builder builder = DefaultJedisClientConfig.builder().database(database);
		client.getClientName().ifPresent(builder::clientName);
		builder.connectionTimeoutMillis(Math.toIntExact(client.getConnectTimeout().toMillis()));
		if (StringUtils.hasText(user)) {
			builder.user(user);
		}
		password.toOptional().map(String::new).ifPresent(builder::password);
		if (client.isUseSsl()) {
			builder.ssl(true);
			client.getSslSocketFactory().ifPresent(builder::sslSocketFactory);
			client.getHostnameVerifier().ifPresent(builder::hostnameVerifier);
			client.getSslParameters().ifPresent(builder::sslParameters);
		}
		client.getClientConfigCustomizer().ifPresent((customizer) -> customizer.customize(builder));
		JedisClientConfig asked = builder.build();
		return builder.protocol(RedisProtocol.RESP2)
			.connectionTimeoutMillis(limited(asked.getConnectionTimeoutMillis()))
			.socketTimeoutMillis(SubscriberConnection.SILENCE_MILLIS)
			.build();
	}

	private static int limited(int millis) {
		// the JDK and Jedis take 0 for "for ever"
		return (millis == 0) ? SubscriberConnection.SILENCE_MILLIS
				: Math.min(millis, SubscriberConnection.SILENCE_MILLIS);
	}

}
