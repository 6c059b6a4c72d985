package io.github.redispatterns.internal;

import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.Message;
import org.springframework.data.redis.connection.MessageListener;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.SubscriptionListener;

/**
 * Subscribes through Spring Data Redis, for Lettuce and for any other driver that does
 * not block meanwhile.
 * <p>
 * Such drivers connect again by themselves and then confirm the subscription once more.
 * They do not notice a server that fell silent; so a second channel is subscribed to and
 * left in turns, which fails when nobody confirms it.
 */
final class SpringSubscription implements Subscription, MessageListener, SubscriptionListener {

	private static final int LONGEST_QUEUE = 10_000;

	private static final byte[] NOTHING = new byte[0];

	private final RedisConnectionFactory factory;

	private final byte[] channel;

	private final byte[] beat;

	private final BlockingQueue<byte[]> news = new LinkedBlockingQueue<>(LONGEST_QUEUE);

	private volatile boolean cancelled;

	private volatile boolean overrun;

	SpringSubscription(RedisConnectionFactory factory, byte[] channel, byte[] beat) {
		this.factory = factory;
		this.channel = channel;
		this.beat = beat;
	}

	@Override
	public void receive(Receiver receiver) throws InterruptedException {
		this.news.clear();
		try (RedisConnection connection = this.factory.getConnection()) {
			connection.subscribe(this, this.channel);
			var subscription = connection.getSubscription();
			for (boolean beating = false; !this.cancelled && subscription != null && subscription.isAlive();) {
				byte[] next = this.news.poll(SubscriberConnection.BEAT_MILLIS, TimeUnit.MILLISECONDS);
				if (next != null) {
					pass(next, receiver);
				}
				else if (beating) {
					subscription.unsubscribe(this.beat);
					beating = false;
				}
				else {
					subscription.subscribe(this.beat);
					beating = true;
				}
			}
		}
	}

	private void pass(byte[] next, Receiver receiver) {
		if (this.overrun) {
			this.overrun = false;
			receiver.subscribed();
		}
		if (next == this.channel) {
			receiver.subscribed();
		}
		else if (next.length > 0) {
			receiver.received(next);
		}
	}

	@Override
	public void onMessage(Message message, byte @Nullable [] pattern) {
		enqueue(message.getBody());
	}

	@Override
	public void onChannelSubscribed(byte[] name, long count) {
		if (Arrays.equals(name, this.channel)) {
			enqueue(this.channel);
		}
	}

	private void enqueue(byte[] next) {
		if (!this.news.offer(next)) {
			this.overrun = true;
		}
	}

	@Override
	public void cancel() {
		this.cancelled = true;
		this.news.offer(NOTHING);
	}

}
