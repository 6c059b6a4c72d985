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

	private final Function<HostAndPort, SubscriberConnection> connector;

	private final Ears ears;

	/** Slots it was asked for and did not answer yet; a node answers in order. */
	private final Deque<ShardSlot> asked = new ArrayDeque<>();

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

	@Override
	public void run() {
		try (SubscriberConnection open = this.connector.apply(this.node)) {
			this.connection = open;
			HostAndPort master = open.master();
			if (master != null) {
				this.ears.movedTo(this, master);
				return;
			}
			this.ears.connected(this);
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
		send(open, Command.SSUBSCRIBE, slot);
	}

	/**
	 * Note that the node answered about a slot.
	 * @param number number of the slot
	 * @return the slot, or {@code null} if it was not asked for
	 */
	@Nullable ShardSlot answered(int number) {
		for (ShardSlot slot : this.asked) {
			if (slot.number == number) {
				this.asked.removeFirstOccurrence(slot);
				return slot;
			}
		}
		return null;
	}

	/**
	 * Note that the node answered, without saying about which slot.
	 * @return the slot that was asked for longest ago, or {@code null}
	 */
	@Nullable ShardSlot answered() {
		return this.asked.poll();
	}

	/**
	 * Give the channel of a slot back.
	 * @param slot not one of this line's slots any more
	 */
	void dismiss(ShardSlot slot) {
		SubscriberConnection open = this.connection;
		if (open != null) {
			send(open, Command.SUNSUBSCRIBE, slot);
		}
	}

	private static void send(SubscriberConnection open, Command command, ShardSlot slot) {
		try {
			open.send(command, slot.channel);
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

		/**
		 * The node is a replica. It would serve its master's slots, but a signal reaches
		 * it later and not while the two are apart.
		 * @param line which line, closed now
		 * @param master whose replica it is
		 */
		void movedTo(ShardLine line, HostAndPort master);

		void heard(ShardLine line, List<?> news);

		void refused(ShardLine line, JedisDataException refusal);

		void lost(ShardLine line, Throwable cause);

	}

}
