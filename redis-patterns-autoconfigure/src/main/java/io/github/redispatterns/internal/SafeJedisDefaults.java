package io.github.redispatterns.internal;

import java.time.Duration;

import javax.net.ssl.SSLParameters;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.builders.AbstractClientBuilder;
import redis.clients.jedis.builders.ClusterClientBuilder;
import redis.clients.jedis.builders.SentinelClientBuilder;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.JedisClientConfigurationBuilderCustomizer;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.core.Ordered;
import org.springframework.data.redis.connection.jedis.JedisClientConfiguration.JedisClientConfigurationBuilder;

/**
 * What Jedis needs and no property says: TLS that verifies host names, an end to blocking
 * reads and to cluster retries, and a start that does not need Redis.
 * <p>
 * It comes first, so an application's own customizer has the last word.
 */
final class SafeJedisDefaults implements JedisClientConfigurationBuilderCustomizer, Ordered {

	private static final Duration LONGEST_BLOCK = Duration.ofSeconds(15);

	/**
	 * Jedis asks who owns a slot anew after two failures in a row, so two time-outs of a
	 * second must fit: else a master that fell silent is asked for as long as it is
	 * silent, although its replica was promoted.
	 */
	private static final Duration CLUSTER_RETRIES = Duration.ofMillis(2500);

	private final DataRedisConnectionDetails details;

	SafeJedisDefaults(DataRedisConnectionDetails details) {
		this.details = details;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void customize(JedisClientConfigurationBuilder builder) {
		builder.customizeClientConfig(
				(config) -> config.blockingSocketTimeoutMillis(Math.toIntExact(LONGEST_BLOCK.toMillis()))
					.sslParameters(verifyingHostNames(this.details.getSslBundle())));
		builder.customizeClient(SafeJedisDefaults::customizeClient);
	}

	private static void customizeClient(AbstractClientBuilder<?, ?> client) {
		if (client instanceof ClusterClientBuilder<?> cluster) {
			cluster.maxTotalRetriesDuration(CLUSTER_RETRIES);
			// the only way Jedis offers to build a cluster client while the cluster is
			// away
			if (System.getProperty(RedisClusterClient.INIT_NO_ERROR_PROPERTY) == null) {
				System.setProperty(RedisClusterClient.INIT_NO_ERROR_PROPERTY, "true");
			}
		}
		else if (client instanceof SentinelClientBuilder<?> sentinel) {
			sentinel.connectionProvider(LateSentinelProvider.of(sentinel));
		}
	}

	private static SSLParameters verifyingHostNames(@Nullable SslBundle bundle) {
		SSLParameters parameters = new SSLParameters();
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		if (bundle != null) {
			SslOptions options = bundle.getOptions();
			if (options.getCiphers() != null) {
				parameters.setCipherSuites(options.getCiphers());
			}
			if (options.getEnabledProtocols() != null) {
				parameters.setProtocols(options.getEnabledProtocols());
			}
		}
		return parameters;
	}

}
