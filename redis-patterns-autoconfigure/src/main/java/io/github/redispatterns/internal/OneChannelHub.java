package io.github.redispatterns.internal;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * One channel and one connection for the signals of all entities.
 */
final class OneChannelHub implements WakeUpHub {

	private static final byte[] PUBLISH = "PUBLISH".getBytes(StandardCharsets.UTF_8);

	private final byte[] channel;

	private final Function<byte[], Subscription> subscriptions;

	private final WakeUpListeners listeners = new WakeUpListeners();

	private final SubscriptionHealth health = SubscriptionHealth.ofSignals();

	private volatile @Nullable SubscriptionLoop loop;

	private volatile boolean stopped;

	OneChannelHub(byte[] channel, Function<byte[], Subscription> subscriptions) {
		this.channel = channel;
		this.subscriptions = subscriptions;
	}

	@Override
	public Address address(String entity) {
		return new Address(PUBLISH, this.channel, entity.getBytes(StandardCharsets.UTF_8));
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

	@Override
	public double connected() {
		SubscriptionLoop current = this.loop;
		if (current == null) {
			return Double.NaN;
		}
		return current.isSubscribed() ? 1 : 0;
	}

	@Override
	public long losses() {
		return this.health.losses();
	}

	private synchronized void begin() {
		if (this.loop == null && !this.stopped) {
			SubscriptionLoop started = new SubscriptionLoop("redis-patterns-wake-up",
					this.subscriptions.apply(this.channel), this.listeners, this.health);
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
