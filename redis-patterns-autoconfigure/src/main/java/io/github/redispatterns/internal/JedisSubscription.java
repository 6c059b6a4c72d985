package io.github.redispatterns.internal;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Protocol.ResponseKeyword;

/**
 * Subscribes on a connection of its own, made with the settings of the application's
 * Jedis connection factory.
 */
final class JedisSubscription implements Subscription {

	private final SubscriberConnector connector;

	private final byte[] channel;

	private @Nullable SubscriberConnection connection;

	private boolean cancelled;

	JedisSubscription(SubscriberConnector connector, byte[] channel) {
		this.connector = connector;
		this.channel = channel;
	}

	@Override
	public void receive(Receiver receiver) {
		try (SubscriberConnection open = this.connector.connect()) {
			if (holds(open)) {
				open.send(Command.SUBSCRIBE, this.channel);
				while (true) {
					pass(open.next(), receiver);
				}
			}
		}
	}

	private synchronized boolean holds(SubscriberConnection open) {
		this.connection = open;
		return !this.cancelled;
	}

	private static void pass(List<?> news, Receiver receiver) {
		if (is(news, ResponseKeyword.MESSAGE)) {
			receiver.received((byte[]) news.get(2));
		}
		else if (is(news, ResponseKeyword.SUBSCRIBE)) {
			receiver.subscribed();
		}
	}

	private static boolean is(List<?> news, ResponseKeyword kind) {
		return news.get(0) instanceof byte[] word && Arrays.equals(word, kind.getRaw());
	}

	@Override
	public synchronized void cancel() {
		this.cancelled = true;
		if (this.connection != null) {
			this.connection.close();
		}
	}

}
