package io.github.redispatterns.internal;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * One run from start to stop: a thread on which everything that arrives is told, in its
 * order, and which knows when to send heartbeats.
 */
final class NewsRoom implements Runnable, Subscription.Receiver {

	private static final Log logger = LogFactory.getLog(NewsRoom.class);

	private static final int LONGEST_QUEUE = 10_000;

	private static final long GRACE_MILLIS = 1000;

	private final NewsTerms terms;

	private final NewsPublisher publisher;

	private final NewsReception reception;

	private final Heartbeats heartbeats;

	private final Supplier<Subscription> subscriptions;

	private final SubscriptionHealth health;

	private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>(LONGEST_QUEUE);

	private final Thread thread = new Thread(this, "redis-patterns-news");

	private SubscriptionLoop loop;

	private long beatAt;

	private volatile boolean stopped;

	NewsRoom(NewsTerms terms, NewsPublisher publisher, NewsReception reception, Heartbeats heartbeats,
			Supplier<Subscription> subscriptions, SubscriptionHealth health) {
		this.terms = terms;
		this.publisher = publisher;
		this.reception = reception;
		this.heartbeats = heartbeats;
		this.subscriptions = subscriptions;
		this.health = health;
		this.thread.setDaemon(true);
		this.loop = newLoop();
	}

	private SubscriptionLoop newLoop() {
		return new SubscriptionLoop("redis-patterns-news-ear", this.subscriptions.get(), this, this.health);
	}

	void start() {
		this.thread.start();
	}

	long trustedUntil() {
		return this.stopped ? 0 : this.reception.trustedUntil();
	}

	@Override
	public void run() {
		this.loop.start();
		this.beatAt = LeaseKeeper.now();
		while (!this.stopped) {
			try {
				work();
			}
			catch (InterruptedException ex) {
				// only stop() interrupts
				break;
			}
			catch (RuntimeException | Error ex) {
				logger.error("Broadcasts failed and begin anew", ex);
				this.reception.subscribed(LeaseKeeper.now());
			}
		}
		this.loop.stop();
	}

	private void work() throws InterruptedException {
		long now = LeaseKeeper.now();
		if (now >= this.beatAt) {
			this.beatAt = now + this.terms.heartbeat();
			this.heartbeats.send(this.publisher);
			listenElsewhereIfDeaf(now);
		}
		this.reception.look(now);
		long patience = Math.min(this.beatAt - now, this.reception.patience(now));
		Runnable event = this.events.poll(Math.max(patience, 0), TimeUnit.NANOSECONDS);
		if (event != null) {
			event.run();
		}
	}

	// such as a node that was taken out of its Cluster and still answers
	private void listenElsewhereIfDeaf(long now) {
		if (this.reception.isDeaf(now) && this.heartbeats.allAnswer()) {
			this.loop.stop();
			this.events.clear();
			this.reception.lost();
			this.loop = newLoop();
			this.loop.start();
		}
	}

	@Override
	public void subscribed() {
		tell(() -> {
			this.reception.subscribed(LeaseKeeper.now());
			this.beatAt = 0;
		});
	}

	@Override
	public void received(byte[] message) {
		tell(() -> this.reception.received(message, LeaseKeeper.now()));
	}

	@Override
	public void lost() {
		tell(this.reception::lost);
	}

	/**
	 * Tell a new member that it may have missed messages, on the thread for that.
	 * @param member who joined
	 */
	void welcome(NewsMembers.Registration member) {
		tell(member::missed);
	}

	// waits when listeners are slow; so the server, or the driver, notices and we begin
	// anew
	private void tell(Runnable event) {
		try {
			if (!this.stopped) {
				this.events.put(event);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while news wait", ex);
		}
	}

	/**
	 * End the threads.
	 */
	void stop() {
		this.stopped = true;
		this.events.offer(() -> {
		});
		try {
			this.thread.join(GRACE_MILLIS);
			if (this.thread.isAlive()) {
				this.thread.interrupt();
				this.thread.join(GRACE_MILLIS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
