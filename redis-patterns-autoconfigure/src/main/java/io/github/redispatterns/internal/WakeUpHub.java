package io.github.redispatterns.internal;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;

/**
 * One channel and one connection for the signals of all entities, opened by the first who
 * listens.
 * <p>
 * It stops before connection factories do. From then on nobody is told anything, until it
 * is started again.
 */
final class WakeUpHub implements WakeUps, SmartLifecycle {

	private static final byte[] PUBLISH = utf8("PUBLISH");

	private static final Listening DEAF = () -> {
	};

	private final byte[] channel;

	private final Supplier<Subscription> subscriptions;

	private final WakeUpListeners listeners = new WakeUpListeners();

	private final AtomicLong losses = new AtomicLong();

	private volatile @Nullable SubscriptionLoop loop;

	private volatile boolean stopped;

	WakeUpHub(byte[] channel, Supplier<Subscription> subscriptions) {
		this.channel = channel;
		this.subscriptions = subscriptions;
	}

	static WakeUpHub of(RedisConnectionFactory factory, KeySpace space) {
		byte[] channel = utf8(space.namespace() + ":kernel:wake");
		if (factory instanceof JedisConnectionFactory jedis) {
			return new WakeUpHub(channel, () -> new JedisSubscription(new SubscriberConnector(jedis), channel));
		}
		byte[] beat = utf8(space.namespace() + ":kernel:beat");
		return new WakeUpHub(channel, () -> new SpringSubscription(factory, channel, beat));
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public Address address(String entity) {
		return new Address(PUBLISH, this.channel, utf8(entity));
	}

	@Override
	public Listening listen(String entity, Listener listener) {
		if (this.stopped) {
			return DEAF;
		}
		Listening listening = this.listeners.add(entity, listener);
		if (this.loop == null) {
			begin();
		}
		return listening;
	}

	/**
	 * Whether signals arrive.
	 * @return 1 or 0, not a number before anybody listened
	 */
	double connected() {
		SubscriptionLoop current = this.loop;
		if (current == null) {
			return Double.NaN;
		}
		return current.isSubscribed() ? 1 : 0;
	}

	/**
	 * Return how often the subscription was lost.
	 * @return a count
	 */
	long losses() {
		return this.losses.get();
	}

	private synchronized void begin() {
		if (this.loop == null && !this.stopped) {
			SubscriptionLoop started = new SubscriptionLoop(this.subscriptions.get(), this.listeners, this.losses);
			started.start();
			this.loop = started;
		}
	}

	@Override
	public void start() {
		this.stopped = false;
		if (!this.listeners.isEmpty()) {
			begin();
		}
	}

	@Override
	public void stop() {
		SubscriptionLoop current;
		synchronized (this) {
			this.stopped = true;
			current = this.loop;
			this.loop = null;
		}
		if (current != null) {
			current.stop();
		}
	}

	@Override
	public boolean isRunning() {
		return !this.stopped;
	}

}
