package io.github.redispatterns.internal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The one thread that decides which slot is asked for where, and on which all listeners
 * are told. What threads of lines read and what callers want reaches it as events.
 */
final class ShardLoop implements Runnable, ShardLine.Ears {

	private static final Duration GRACE = Duration.ofMillis(400);

	private final SubscriberConnector connector;

	private final SubscriptionHealth health;

	private final Shards shards;

	private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();

	private final Thread thread = new Thread(this, "redis-patterns-wake-up");

	/** Slots of which the shards do not know yet. */
	private final AtomicInteger wanted = new AtomicInteger();

	private volatile boolean stopping;

	ShardLoop(SubscriberConnector connector, SubscriptionHealth health, Duration linger) {
		this.connector = connector;
		this.health = health;
		this.shards = new Shards(connector::next, this::lineTo, health, linger);
		this.thread.setDaemon(true);
	}

	private ShardLine lineTo(HostAndPort node) {
		ShardLine line = new ShardLine(node, this.connector::connect, this);
		line.start();
		return line;
	}

	void start() {
		this.thread.start();
	}

	/**
	 * Whether every slot that somebody wants is served.
	 * @return whether all signals arrive
	 */
	boolean isComplete() {
		return this.wanted.get() == 0 && this.shards.isComplete();
	}

	/**
	 * Subscribe to the signals of a slot.
	 * @param slot not wanted before
	 */
	void want(ShardSlot slot) {
		this.wanted.incrementAndGet();
		this.events.add(() -> {
			this.shards.add(slot);
			this.wanted.decrementAndGet();
		});
	}

	@Override
	public void connected(ShardLine line) {
		this.events.add(line::opened);
	}

	@Override
	public void movedTo(ShardLine line, HostAndPort master) {
		this.events.add(() -> this.shards.move(line, master));
	}

	@Override
	public void heard(ShardLine line, List<?> news) {
		this.events.add(() -> this.shards.hear(line, news));
	}

	@Override
	public void refused(ShardLine line, JedisDataException refusal) {
		this.events.add(() -> this.shards.sendOn(line, refusal));
	}

	@Override
	public void lost(ShardLine line, Throwable cause) {
		this.events.add(() -> this.shards.leave(line, cause));
	}

	@Override
	public void run() {
		while (!this.stopping) {
			try {
				Runnable event = this.events.poll(this.shards.patience(System.nanoTime()), TimeUnit.NANOSECONDS);
				if (event != null) {
					event.run();
				}
				this.shards.look(System.nanoTime());
			}
			catch (Throwable ex) {
				this.health.failed(ex);
			}
		}
		this.shards.close();
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
