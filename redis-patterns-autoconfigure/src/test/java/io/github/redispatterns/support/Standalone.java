package io.github.redispatterns.support;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * One server, or several that know nothing of each other.
 */
final class Standalone extends RedisServers {

	/**
	 * Names the server for {@link Topology#STANDALONE}, such as
	 * {@code redis://localhost:6379/5}. Its database must be empty and will be emptied.
	 */
	static final String URI_VARIABLE = "REDIS_PATTERNS_TEST_URI";

	private Standalone(Topology topology, List<RedisNode> nodes) {
		super(topology, nodes);
	}

	/**
	 * The server the user named, else a container where Docker has the image, else ours.
	 */
	static RedisServers shared() {
		return Optional.ofNullable(System.getenv(URI_VARIABLE))
			.map((uri) -> foreign(URI.create(uri)))
			.or(() -> RedisContainer.start().map(Standalone::foreign))
			.orElseGet(Standalone::own);
	}

	static RedisServers own() {
		return new Standalone(Topology.STANDALONE, List.of(RedisProcess.start().node()));
	}

	static RedisServers independent(int count) {
		return new Standalone(Topology.INDEPENDENT,
				Stream.generate(RedisProcess::start).limit(count).map(RedisProcess::node).toList());
	}

	static RedisServers foreign(URI uri) {
		RedisNode node = RedisNode.foreign(uri);
		long keys = node.call((jedis) -> jedis.dbSize());
		if (keys > 0) {
			throw new IllegalStateException(
					"%s names a database that holds %d keys; tests would delete them: name an empty one"
						.formatted(URI_VARIABLE, keys));
		}
		return new Standalone(Topology.STANDALONE, List.of(node));
	}

	@Override
	public Map<String, Object> springProperties() {
		Map<String, Object> properties = new LinkedHashMap<>();
		if (node(0).isOurs()) {
			properties.put("spring.data.redis.host", host());
			properties.put("spring.data.redis.port", port());
		}
		else {
			properties.put("spring.data.redis.url", node(0).uri());
		}
		properties.put("spring.data.redis.timeout", "2s");
		properties.put("spring.data.redis.connect-timeout", "1s");
		properties.put("spring.data.redis.jedis.pool.max-wait", "2s");
		return properties;
	}

	@Override
	UnifiedJedis createClient() {
		URI uri = node(0).uri();
		return RedisClient.builder()
			.hostAndPort(node(0).address())
			.clientConfig(DefaultJedisClientConfig.builder()
				.clientName(RedisNode.CLIENT_NAME)
				.user(JedisURIHelper.getUser(uri))
				.password(JedisURIHelper.getPassword(uri))
				.database(JedisURIHelper.getDBIndex(uri))
				.ssl(JedisURIHelper.isRedisSSLScheme(uri))
				.build())
			.build();
	}

}
