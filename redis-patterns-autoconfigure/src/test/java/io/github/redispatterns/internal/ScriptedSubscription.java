package io.github.redispatterns.internal;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A subscription that does what a test says, on the thread that receives.
 */
final class ScriptedSubscription implements Subscription {

	private final LinkedBlockingQueue<Step> steps = new LinkedBlockingQueue<>();

	private final AtomicInteger attempts = new AtomicInteger();

	private volatile boolean cancelled;

	private volatile boolean deaf;

	@Override
	public void receive(Receiver receiver) throws Exception {
		this.attempts.incrementAndGet();
		while (!this.cancelled) {
			this.steps.take().run(receiver);
		}
	}

	void confirm() {
		this.steps.add(Receiver::subscribed);
	}

	void publish(String message) {
		this.steps.add((receiver) -> receiver.received(message.getBytes(StandardCharsets.UTF_8)));
	}

	void publish(byte[] message) {
		this.steps.add((receiver) -> {
			if (!this.deaf) {
				receiver.received(message);
			}
		});
	}

	void fail(Throwable failure) {
		this.steps.add((receiver) -> {
			if (failure instanceof Error error) {
				throw error;
			}
			throw (Exception) failure;
		});
	}

	/** Confirm, and pass on nothing else until cancelled. */
	void confirmAndHearNothing() {
		this.deaf = true;
		confirm();
	}

	/** Do not even end when asked to. */
	void hang() {
		this.steps.add((receiver) -> new LinkedBlockingQueue<>().take());
	}

	int attempts() {
		return this.attempts.get();
	}

	@Override
	public void cancel() {
		this.cancelled = true;
		this.steps.add((receiver) -> {
		});
	}

	private interface Step {

		void run(Receiver receiver) throws Exception;

	}

}
