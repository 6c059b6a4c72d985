package io.github.redispatterns.internal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The thread that keeps a subscription alive: whatever ends it, it subscribes again, with
 * growing pauses.
 */
final class SubscriptionLoop implements Runnable, Subscription.Receiver {

	private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

	private static final Duration GRACE = Duration.ofMillis(400);

	private final Subscription subscription;

	private final Subscription.Receiver receiver;

	private final SubscriptionHealth health;

	private final BackOff backOff = new BackOff(FIRST_PAUSE, LONGEST_PAUSE);

	private final CountDownLatch stopping = new CountDownLatch(1);

	private final Thread thread;

	private volatile boolean subscribed;

	SubscriptionLoop(String name, Subscription subscription, Subscription.Receiver receiver,
			SubscriptionHealth health) {
		this.subscription = subscription;
		this.receiver = receiver;
		this.health = health;
		this.thread = new Thread(this, name);
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
			this.health.lost();
		}
		this.subscribed = true;
		this.backOff.reset();
		this.health.worksAgain();
		this.receiver.subscribed();
	}

	@Override
	public void received(byte[] message) {
		this.receiver.received(message);
	}

	private void lost(Object cause) {
		if (this.stopping.getCount() == 0) {
			return;
		}
		if (this.subscribed) {
			this.subscribed = false;
			this.health.lost();
			this.receiver.lost();
		}
		this.health.failed(cause);
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
