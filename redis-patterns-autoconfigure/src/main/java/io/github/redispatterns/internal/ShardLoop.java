package io.github.redispatterns.internal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;

/**
 * The thread that knows which node serves which slot, and on which all listeners are
 * told.
 * <p>
 * It needs no map of the Cluster: a node that does not serve a slot names the one that
 * does, and one that gives a slot away takes the subscription back. Slots without a node
 * are asked for again at the next known node, with growing pauses.
 */
final class ShardLoop implements Runnable, ShardLine.Ears {

	private static final int MOST_HOPS = 3;

	private static final Duration GRACE = Duration.ofMillis(400);

	private final SubscriberConnector connector;

	private final SubscriptionHealth health;

	private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();

	private final Map<HostAndPort, ShardLine> lines = new HashMap<>();

	private final NavigableMap<Integer, ShardSlot> slots = new TreeMap<>();

	private final Set<ShardSlot> homeless = new LinkedHashSet<>();

	private final BackOff backOff = new BackOff(Duration.ofMillis(100), Duration.ofSeconds(2));

	private final Thread thread = new Thread(this, "redis-patterns-wake-up");

	private long retryAt;

	private int confirmed;

	private volatile boolean complete;

	private volatile boolean stopping;

	ShardLoop(SubscriberConnector connector, SubscriptionHealth health) {
		this.connector = connector;
		this.health = health;
		this.thread.setDaemon(true);
	}

	void start() {
		this.thread.start();
	}

	/**
	 * Whether every slot that somebody wants is served.
	 * @return whether all signals arrive
	 */
	boolean isComplete() {
		return this.complete;
	}

	/**
	 * Subscribe to the signals of a slot.
	 * @param slot not wanted before
	 */
	void want(ShardSlot slot) {
		this.complete = false;
		this.events.add(() -> {
			this.slots.put(slot.number, slot);
			note();
			try {
				place(slot, likelyLine(slot));
			}
			catch (RuntimeException ex) {
				abandon(slot, ex);
			}
		});
	}

	@Override
	public void connected(ShardLine line) {
		this.events.add(line::opened);
	}

	@Override
	public void heard(ShardLine line, List<?> news) {
		this.events.add(() -> hear(line, news));
	}

	@Override
	public void refused(ShardLine line, JedisDataException refusal) {
		this.events.add(() -> sendOn(line, refusal));
	}

	@Override
	public void lost(ShardLine line, Throwable cause) {
		this.events.add(() -> leave(line, cause));
	}

	@Override
	public void run() {
		while (!this.stopping) {
			try {
				Runnable event = this.homeless.isEmpty() ? this.events.take()
						: this.events.poll(this.retryAt - System.nanoTime(), TimeUnit.NANOSECONDS);
				if (event != null) {
					event.run();
				}
				if (!this.homeless.isEmpty() && System.nanoTime() - this.retryAt >= 0) {
					houseTheHomeless();
				}
			}
			catch (Throwable ex) {
				this.health.failed(ex);
			}
		}
		this.lines.values().forEach(ShardLine::close);
	}

	private void hear(ShardLine line, List<?> news) {
		if (!(news.get(0) instanceof byte[] word) || news.size() < 2 || !(news.get(1) instanceof byte[] channel)) {
			return;
		}
		ShardSlot slot = this.slots.get(Slots.of(channel));
		if (slot == null || slot.line != line) {
			return;
		}
		switch (new String(word, StandardCharsets.US_ASCII)) {
			case "smessage" -> slot.listeners.signal((byte[]) news.get(2));
			case "ssubscribe" -> confirm(line, slot);
			case "sunsubscribe" -> {
				// the node gave the slot away; asked again it will say to whom
				unconfirm(slot);
				this.health.lost();
				line.ask(slot);
			}
			default -> {
			}
		}
	}

	private void confirm(ShardLine line, ShardSlot slot) {
		line.asked.removeFirstOccurrence(slot);
		slot.hops = 0;
		if (!slot.confirmed) {
			slot.confirmed = true;
			this.confirmed++;
		}
		note();
		if (this.complete) {
			this.backOff.reset();
			this.health.worksAgain();
		}
		slot.listeners.missed();
	}

	private void unconfirm(ShardSlot slot) {
		if (slot.confirmed) {
			slot.confirmed = false;
			this.confirmed--;
		}
		note();
	}

	private void note() {
		this.complete = this.confirmed == this.slots.size();
	}

	private void sendOn(ShardLine line, JedisDataException refusal) {
		ShardSlot slot = line.asked.poll();
		if (slot == null || slot.line != line) {
			return;
		}
		unconfirm(slot);
		line.slots.remove(slot);
		if (refusal instanceof JedisMovedDataException moved && ++slot.hops <= MOST_HOPS) {
			place(slot, lineTo(moved.getTargetNode()));
		}
		else {
			abandon(slot, refusal);
		}
		if (line.slots.isEmpty()) {
			this.lines.remove(line.node, line);
			line.close();
		}
	}

	private void leave(ShardLine line, Throwable cause) {
		this.lines.remove(line.node, line);
		if (!line.isClosed() && line.slots.stream().anyMatch((slot) -> slot.confirmed)) {
			this.health.lost();
		}
		for (ShardSlot slot : line.slots) {
			abandon(slot, cause);
		}
		line.slots.clear();
	}

	private void abandon(ShardSlot slot, Throwable cause) {
		unconfirm(slot);
		slot.line = null;
		slot.hops = 0;
		if (this.homeless.isEmpty()) {
			this.retryAt = System.nanoTime() + this.backOff.next().toNanos();
		}
		this.homeless.add(slot);
		this.health.failed(cause);
	}

	private void houseTheHomeless() {
		this.retryAt = System.nanoTime() + this.backOff.next().toNanos();
		ShardLine line = lineTo(this.connector.next());
		List<ShardSlot> found = new ArrayList<>(this.homeless);
		this.homeless.clear();
		found.forEach((slot) -> place(slot, line));
	}

	private void place(ShardSlot slot, ShardLine line) {
		slot.line = line;
		line.slots.add(slot);
		line.ask(slot);
	}

	// nodes serve ranges, so the next slot we know is probably served by the same one
	private ShardLine likelyLine(ShardSlot slot) {
		ShardLine line = line(this.slots.lowerEntry(slot.number));
		if (line == null) {
			line = line(this.slots.higherEntry(slot.number));
		}
		return (line != null) ? line : lineTo(this.connector.next());
	}

	private static @Nullable ShardLine line(Map.@Nullable Entry<Integer, ShardSlot> entry) {
		return (entry != null) ? entry.getValue().line : null;
	}

	private ShardLine lineTo(HostAndPort node) {
		return this.lines.computeIfAbsent(node, (address) -> {
			ShardLine line = new ShardLine(address, this.connector::connect, this);
			line.start();
			return line;
		});
	}

	/**
	 * End all threads. One that is about to connect ends when it has.
	 */
	void stop() {
		this.stopping = true;
		this.events.add(() -> {
		});
		try {
			this.thread.join(GRACE.toMillis());
			if (this.thread.isAlive()) {
				this.thread.interrupt();
				this.thread.join(GRACE.toMillis());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
