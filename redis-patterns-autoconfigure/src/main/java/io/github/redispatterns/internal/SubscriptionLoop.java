package io.github.redispatterns.internal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The thread that keeps a subscription alive: whatever ends it, it subscribes again, with
 * growing pauses. Each outage is logged once.
 */
final class SubscriptionLoop implements Runnable, Subscription.Receiver {

	private static final Log logger = LogFactory.getLog(SubscriptionLoop.class);

	private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

	private static final Duration GRACE = Duration.ofMillis(400);

	private final Subscription subscription;

	private final WakeUpListeners listeners;

	private final AtomicLong losses;

	private final BackOff backOff = new BackOff(FIRST_PAUSE, LONGEST_PAUSE);

	private final CountDownLatch stopping = new CountDownLatch(1);

	private final Thread thread = new Thread(this, "redis-patterns-wake-up");

	private volatile boolean subscribed;

	private boolean away;

	SubscriptionLoop(Subscription subscription, WakeUpListeners listeners, AtomicLong losses) {
		this.subscription = subscription;
		this.listeners = listeners;
		this.losses = losses;
		this.thread.setDaemon(true);
	}

	void start() {
		this.thread.start();
	}

	boolean isSubscribed() {
		return this.subscribed;
	}

	@Override
	public void run() {
		do {
			try {
				this.subscription.receive(this);
				lost("it ended");
			}
			catch (Throwable ex) {
				lost(ex);
			}
		}
		while (!stopsWithin(this.backOff.next()));
	}

	@Override
	public void subscribed() {
		if (this.subscribed) {
			this.losses.incrementAndGet();
		}
		this.subscribed = true;
		this.backOff.reset();
		if (this.away) {
			this.away = false;
			logger.info("Signals from Redis arrive again");
		}
		this.listeners.missed();
	}

	@Override
	public void received(byte[] message) {
		this.listeners.signal(message);
	}

	private void lost(Object cause) {
		if (this.subscribed) {
			this.subscribed = false;
			this.losses.incrementAndGet();
		}
		if (!this.away && this.stopping.getCount() > 0) {
			this.away = true;
			logger.warn("Signals from Redis do not arrive; who waits for them looks by himself now and then: " + cause);
		}
	}

	private boolean stopsWithin(Duration pause) {
		try {
			return this.stopping.await(pause.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			// only stop() interrupts
			return this.stopping.getCount() == 0;
		}
	}

	/**
	 * End the thread; after a moment also where it waits for the server.
	 */
	void stop() {
		this.stopping.countDown();
		this.subscription.cancel();
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
