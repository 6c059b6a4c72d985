package io.github.redispatterns.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * A connection to one node of a Cluster with the thread that reads it. What it hears it
 * hands over; only {@link ShardLoop}'s thread touches the collections and sends.
 */
final class ShardLine implements Runnable {

	final HostAndPort node;

	/** Slots that were assigned to this node. */
	final Set<ShardSlot> slots = new LinkedHashSet<>();

	/** Slots it was asked for and did not answer yet; a node answers in order. */
	final Deque<ShardSlot> asked = new ArrayDeque<>();

	private final Function<HostAndPort, SubscriberConnection> connector;

	private final Ears ears;

	private boolean connected;

	private volatile @Nullable SubscriberConnection connection;

	private volatile boolean closed;

	ShardLine(HostAndPort node, Function<HostAndPort, SubscriberConnection> connector, Ears ears) {
		this.node = node;
		this.connector = connector;
		this.ears = ears;
	}

	void start() {
		Thread thread = new Thread(this, "redis-patterns-wake-up-" + this.node);
		thread.setDaemon(true);
		thread.start();
	}

	boolean isClosed() {
		return this.closed;
	}

	@Override
	public void run() {
		try (SubscriberConnection open = this.connector.apply(this.node)) {
			this.connection = open;
			if (!this.closed) {
				this.ears.connected(this);
			}
			while (!this.closed) {
				read(open);
			}
		}
		catch (RuntimeException | Error ex) {
			this.ears.lost(this, ex);
		}
	}

	private void read(SubscriberConnection open) {
		List<?> news;
		try {
			news = open.next();
		}
		catch (JedisDataException ex) {
			this.ears.refused(this, ex);
			return;
		}
		this.ears.heard(this, news);
	}

	/**
	 * Ask for the channels of all slots that were assigned meanwhile.
	 */
	void opened() {
		this.connected = true;
		this.slots.forEach(this::ask);
	}

	/**
	 * Ask for the channel of a slot, at once or when the connection is open.
	 * @param slot one of this line's slots
	 */
	void ask(ShardSlot slot) {
		SubscriberConnection open = this.connection;
		if (open == null || !this.connected) {
			return;
		}
		this.asked.add(slot);
		try {
			open.send(Command.SSUBSCRIBE, slot.channel);
		}
		catch (JedisConnectionException ex) {
			// whoever reads will meet it, too
			open.close();
		}
	}

	void close() {
		this.closed = true;
		SubscriberConnection open = this.connection;
		if (open != null) {
			open.close();
		}
	}

	/** Told on the thread that reads. */
	interface Ears {

		void connected(ShardLine line);

		void heard(ShardLine line, List<?> news);

		void refused(ShardLine line, JedisDataException refusal);

		void lost(ShardLine line, Throwable cause);

	}

}
