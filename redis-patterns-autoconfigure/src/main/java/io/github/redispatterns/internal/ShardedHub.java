package io.github.redispatterns.internal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A channel for each slot of a Cluster in which somebody listened, over one connection to
 * each node that serves one. A signal stays within the nodes of its shard.
 * <p>
 * A slot, not an entity, and for a while longer than somebody listens: so most waits come
 * and go without a command, and there is an end to the number of channels.
 */
final class ShardedHub implements WakeUpHub {

	private static final byte[] SPUBLISH = "SPUBLISH".getBytes(StandardCharsets.UTF_8);

	private final String channels;

	private final Supplier<SubscriberConnector> connectors;

	private final Duration linger;

	private final SubscriptionHealth health = SubscriptionHealth.ofSignals();

	private final Map<Integer, ShardSlot> slots = new ConcurrentHashMap<>();

	private @Nullable ShardLoop loop;

	private volatile boolean stopped;

	ShardedHub(String channels, Supplier<SubscriberConnector> connectors, Duration linger) {
		this.channels = channels;
		this.connectors = connectors;
		this.linger = linger;
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
		Listening listening = (known != null) ? known.listen(entity, listener) : null;
		return (listening != null) ? listening : listenAnew(number, entity, listener);
	}

	private synchronized Listening listenAnew(int number, String entity, Listener listener) {
		ShardSlot known = this.slots.get(number);
		Listening listening = (known != null) ? known.listen(entity, listener) : null;
		if (listening != null) {
			return listening;
		}
		ShardSlot added = new ShardSlot(number, channel(number));
		listening = added.listeners.add(entity, listener);
		this.slots.put(number, added);
		if (!this.stopped) {
			loop().want(added);
		}
		return listening;
	}

	private ShardLoop loop() {
		if (this.loop == null) {
			this.loop = new ShardLoop(this.connectors.get(), this.health, this.linger);
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
			this.slots.values().removeIf(ShardSlot::isClosed);
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
