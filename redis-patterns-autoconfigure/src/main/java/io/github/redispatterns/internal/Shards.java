package io.github.redispatterns.internal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;

/**
 * Which node is asked for which slot. For one thread, save for {@link #isComplete()}.
 * <p>
 * It needs no map of the Cluster: a node that does not serve a slot names the one that
 * does, and one that gives a slot away takes the subscription back. Slots without a node
 * are asked for again at the next known node, with growing pauses.
 */
final class Shards {

	private static final int MOST_HOPS = 3;

	private final Supplier<HostAndPort> nodes;

	private final Function<HostAndPort, ShardLine> connector;

	private final SubscriptionHealth health;

	private final Duration linger;

	private final Map<HostAndPort, ShardLine> lines = new HashMap<>();

	private final NavigableMap<Integer, ShardSlot> slots = new TreeMap<>();

	private final Set<ShardSlot> homeless = new LinkedHashSet<>();

	private final BackOff backOff = new BackOff(Duration.ofMillis(100), Duration.ofSeconds(2));

	private int confirmed;

	private long retryAt;

	private long sweptAt = System.nanoTime();

	private volatile boolean complete;

	Shards(Supplier<HostAndPort> nodes, Function<HostAndPort, ShardLine> connector, SubscriptionHealth health,
			Duration linger) {
		this.nodes = nodes;
		this.connector = connector;
		this.health = health;
		this.linger = linger;
	}

	/**
	 * Whether every slot that somebody wants is served.
	 * @return whether all signals arrive
	 */
	boolean isComplete() {
		return this.complete;
	}

	void add(ShardSlot slot) {
		this.slots.put(slot.number, slot);
		unconfirm(slot);
		try {
			place(slot, likelyLine(slot));
		}
		catch (RuntimeException ex) {
			abandon(slot, ex);
		}
	}

	/**
	 * Take news from a line.
	 * @param line who heard it
	 * @param news an array of the protocol
	 */
	void hear(ShardLine line, List<?> news) {
		if (news.size() < 2 || !(news.get(0) instanceof byte[] word) || !(news.get(1) instanceof byte[] channel)) {
			return;
		}
		ShardSlot slot = this.slots.get(Slots.of(channel));
		if (slot == null || slot.line != line) {
			return;
		}
		switch (new String(word, StandardCharsets.US_ASCII)) {
			case "smessage" -> slot.listeners.signal((byte[]) news.get(2));
			case "ssubscribe" -> confirm(line, slot);
			case "sunsubscribe" -> confirmAgain(line, slot);
			default -> {
				// an answer to a PING
			}
		}
	}

	private void confirm(ShardLine line, ShardSlot slot) {
		line.answered(slot.number);
		slot.hops = 0;
		if (!slot.confirmed) {
			slot.confirmed = true;
			this.confirmed++;
		}
		this.complete = this.confirmed == this.slots.size();
		if (this.complete) {
			this.backOff.reset();
			this.health.worksAgain();
		}
		slot.listeners.missed();
	}

	private void confirmAgain(ShardLine line, ShardSlot slot) {
		// otherwise it is the answer to a dismissal, and the slot was wanted again since
		if (slot.confirmed) {
			// the node gave the slot away; asked again it will say to whom
			unconfirm(slot);
			this.health.lost();
			line.ask(slot);
		}
	}

	private void unconfirm(ShardSlot slot) {
		if (slot.confirmed) {
			slot.confirmed = false;
			this.confirmed--;
		}
		this.complete = this.confirmed == this.slots.size();
	}

	/**
	 * Ask elsewhere for what a line was refused.
	 * @param line who was refused
	 * @param refusal what the node said
	 */
	void sendOn(ShardLine line, JedisDataException refusal) {
		JedisMovedDataException moved = (refusal instanceof JedisMovedDataException known) ? known : null;
		ShardSlot slot = (moved != null) ? line.answered(moved.getSlot()) : line.answered();
		if (slot == null || slot.line != line) {
			return;
		}
		unconfirm(slot);
		line.slots.remove(slot);
		if (moved != null) {
			hop(slot, moved.getTargetNode());
		}
		else {
			abandon(slot, refusal);
		}
		closeIfUnused(line);
	}

	private void hop(ShardSlot slot, HostAndPort node) {
		if (++slot.hops <= MOST_HOPS) {
			place(slot, lineTo(node));
		}
		else {
			abandon(slot, "the nodes do not agree who serves slot " + slot.number);
		}
	}

	/**
	 * Ask a replica's master for the slots of the line.
	 * @param line which line, closed now
	 * @param master whom to ask
	 */
	void move(ShardLine line, HostAndPort master) {
		this.lines.remove(line.node, line);
		line.slots.forEach((slot) -> hop(slot, master));
		line.slots.clear();
	}

	/**
	 * Look for others to serve the slots of a line that ended.
	 * @param line which line
	 * @param cause why
	 */
	void leave(ShardLine line, Throwable cause) {
		this.lines.remove(line.node, line);
		if (line.slots.stream().anyMatch((slot) -> slot.confirmed)) {
			this.health.lost();
		}
		line.slots.forEach((slot) -> abandon(slot, cause));
		line.slots.clear();
	}

	private void abandon(ShardSlot slot, Object cause) {
		unconfirm(slot);
		slot.forget();
		if (this.homeless.isEmpty()) {
			this.retryAt = System.nanoTime() + this.backOff.next().toNanos();
		}
		this.homeless.add(slot);
		this.health.failed(cause);
	}

	/**
	 * How long {@link #look} can wait.
	 * @param now the time in nanoseconds
	 * @return nanoseconds
	 */
	long patience(long now) {
		long untilSweep = this.sweptAt + this.linger.toNanos() - now;
		return this.homeless.isEmpty() ? untilSweep : Math.min(untilSweep, this.retryAt - now);
	}

	/**
	 * Do what is due.
	 * @param now the time in nanoseconds
	 */
	void look(long now) {
		if (now - this.sweptAt >= this.linger.toNanos()) {
			this.sweptAt = now;
			this.slots.values().stream().filter(ShardSlot::closesWhenIdle).toList().forEach(this::dismiss);
			List.copyOf(this.lines.values()).forEach(this::closeIfUnused);
		}
		if (!this.homeless.isEmpty() && now - this.retryAt >= 0) {
			this.retryAt = now + this.backOff.next().toNanos();
			ShardLine line = lineTo(this.nodes.get());
			List<ShardSlot> found = List.copyOf(this.homeless);
			this.homeless.clear();
			found.forEach((slot) -> place(slot, line));
		}
	}

	private void dismiss(ShardSlot slot) {
		this.slots.remove(slot.number);
		this.homeless.remove(slot);
		unconfirm(slot);
		ShardLine line = slot.line;
		if (line != null) {
			line.slots.remove(slot);
			line.dismiss(slot);
			closeIfUnused(line);
		}
	}

	private void closeIfUnused(ShardLine line) {
		if (line.slots.isEmpty()) {
			this.lines.remove(line.node, line);
			line.close();
		}
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
		return (line != null) ? line : lineTo(this.nodes.get());
	}

	private static @Nullable ShardLine line(Map.@Nullable Entry<Integer, ShardSlot> entry) {
		return (entry != null) ? entry.getValue().line : null;
	}

	private ShardLine lineTo(HostAndPort node) {
		return this.lines.computeIfAbsent(node, this.connector);
	}

	void close() {
		this.lines.values().forEach(ShardLine::close);
	}

}
