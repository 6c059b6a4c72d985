package io.github.redispatterns.internal;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A channel for each slot of a Cluster in which somebody listened, over one connection to
 * each node that serves one. A signal stays within the nodes of its shard.
 * <p>
 * A slot, not an entity: so waits come and go without a command, and there is an end to
 * the number of channels.
 */
final class ShardedHub implements WakeUpHub {

	private static final byte[] SPUBLISH = "SPUBLISH".getBytes(StandardCharsets.UTF_8);

	private final String channels;

	private final Supplier<SubscriberConnector> connectors;

	private final SubscriptionHealth health = new SubscriptionHealth();

	private final Map<Integer, ShardSlot> slots = new ConcurrentHashMap<>();

	private @Nullable ShardLoop loop;

	private volatile boolean stopped;

	ShardedHub(String channels, Supplier<SubscriberConnector> connectors) {
		this.channels = channels;
		this.connectors = connectors;
	}

	@Override
	public Address address(String entity) {
		byte[] topic = entity.getBytes(StandardCharsets.UTF_8);
		return new Address(SPUBLISH, channel(Slots.of(topic)), topic);
	}

	private byte[] channel(int slot) {
		return (this.channels + Slots.tag(slot) + ":wake").getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public Listening listen(String entity, Listener listener) {
		if (this.stopped) {
			return DEAF;
		}
		int number = Slots.of(entity.getBytes(StandardCharsets.UTF_8));
		ShardSlot known = this.slots.get(number);
		if (known != null) {
			return known.listeners.add(entity, listener);
		}
		return listenFirst(number, entity, listener);
	}

	private synchronized Listening listenFirst(int number, String entity, Listener listener) {
		ShardSlot added = new ShardSlot(number, channel(number));
		ShardSlot known = this.slots.putIfAbsent(number, added);
		if (known != null) {
			return known.listeners.add(entity, listener);
		}
		Listening listening = added.listeners.add(entity, listener);
		if (!this.stopped) {
			loop().want(added);
		}
		return listening;
	}

	private ShardLoop loop() {
		if (this.loop == null) {
			this.loop = new ShardLoop(this.connectors.get(), this.health);
			this.loop.start();
		}
		return this.loop;
	}

	@Override
	public synchronized double connected() {
		if (this.loop == null) {
			return Double.NaN;
		}
		return this.loop.isComplete() ? 1 : 0;
	}

	@Override
	public long losses() {
		return this.health.losses();
	}

	@Override
	public synchronized void start() {
		this.stopped = false;
		if (this.loop == null) {
			this.slots.values().forEach((slot) -> loop().want(slot));
		}
	}

	@Override
	public void stop() {
		ShardLoop current;
		synchronized (this) {
			this.stopped = true;
			current = this.loop;
			this.loop = null;
		}
		if (current != null) {
			current.stop();
			this.slots.values().forEach(ShardSlot::forget);
		}
	}

	@Override
	public boolean isRunning() {
		return !this.stopped;
	}

}
