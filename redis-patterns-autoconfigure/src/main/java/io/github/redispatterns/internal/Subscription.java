package io.github.redispatterns.internal;

import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;

/**
 * A subscription to one channel, as often as it takes.
 */
interface Subscription {

	/**
	 * Subscribe, and pass on what comes until that fails or is cancelled.
	 * @param receiver told on the calling thread
	 * @throws Exception what ended the subscription
	 */
	void receive(Receiver receiver) throws Exception;

	/**
	 * Let {@link #receive} end soon, now and for ever.
	 */
	void cancel();

	/**
	 * Make what suits the driver.
	 * @param factory the application's connections
	 * @param channel what to listen to
	 * @param beat another channel, to notice a server that fell silent
	 * @return not subscribed yet
	 */
	static Subscription of(RedisConnectionFactory factory, byte[] channel, byte[] beat) {
		return (factory instanceof JedisConnectionFactory jedis)
				? new JedisSubscription(new SubscriberConnector(jedis), channel)
				: new SpringSubscription(factory, channel, beat);
	}

	/** Told what comes. */
	interface Receiver {

		/**
		 * From now on messages arrive. Those before may be lost, also when it is said a
		 * second time.
		 */
		void subscribed();

		/**
		 * A message came.
		 * @param message what was published
		 */
		void received(byte[] message);

		/**
		 * Nothing arrives until it is subscribed again.
		 */
		default void lost() {
		}

	}

}
