package io.github.redispatterns.internal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.springframework.context.SmartLifecycle;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;

/**
 * Where the signals of all entities come in, from the first who listens until it stops,
 * which is before connection factories do. From then on nobody is told anything, until it
 * is started again.
 */
sealed interface WakeUpHub extends WakeUps, SmartLifecycle permits OneChannelHub, ShardedHub {

	/** What listens to nothing. */
	Listening DEAF = () -> {
	};

	/**
	 * Make what suits the driver: a channel for each slot on a Cluster with Jedis, which
	 * spares the nodes from telling each other every signal, otherwise one for all.
	 * @param factory the application's connections
	 * @param space the namespace of channels
	 * @return the hub
	 */
	static WakeUpHub of(RedisConnectionFactory factory, KeySpace space) {
		String channels = space.namespace() + ":kernel:";
		if (factory instanceof JedisConnectionFactory jedis && jedis.isRedisClusterAware()) {
			return new ShardedHub(channels, () -> new SubscriberConnector(jedis), Duration.ofSeconds(10));
		}
		return new OneChannelHub(utf8(channels + "wake"),
				(channel) -> Subscription.of(factory, channel, utf8(channels + "beat")));
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Whether signals arrive.
	 * @return 1 or 0, not a number before anybody listened
	 */
	double connected();

	/**
	 * Return how often a subscription was lost.
	 * @return a count
	 */
	long losses();

	@Override
	default int getPhase() {
		return StopPhase.WAKE_UPS;
	}

}
