package io.github.redispatterns.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Who listens to what. One that fails is logged and does not hurt the others.
 */
final class WakeUpListeners implements Subscription.Receiver {

	private static final Log logger = LogFactory.getLog(WakeUpListeners.class);

	private final Map<String, List<Registration>> byTopic = new ConcurrentHashMap<>();

	WakeUps.Listening add(String topic, WakeUps.Listener listener) {
		Registration registration = new Registration(topic, listener);
		this.byTopic.merge(topic, List.of(registration), (before, added) -> {
			List<Registration> all = new ArrayList<>(before);
			all.addAll(added);
			return List.copyOf(all);
		});
		return registration;
	}

	private void remove(Registration registration) {
		this.byTopic.computeIfPresent(registration.topic,
				(topic, all) -> nullIfEmpty(all.stream().filter((other) -> other != registration).toList()));
	}

	private static @Nullable List<Registration> nullIfEmpty(List<Registration> registrations) {
		return registrations.isEmpty() ? null : registrations;
	}

	boolean isEmpty() {
		return this.byTopic.isEmpty();
	}

	@Override
	public void subscribed() {
		missed();
	}

	@Override
	public void received(byte[] message) {
		signal(message);
	}

	/**
	 * Tell those who listen to the topic.
	 * @param message topic, line feed, text
	 */
	void signal(byte[] message) {
		String text = new String(message, StandardCharsets.UTF_8);
		int end = text.indexOf('\n');
		List<Registration> listening = this.byTopic.get((end < 0) ? text : text.substring(0, end));
		if (listening != null) {
			String rest = (end < 0) ? "" : text.substring(end + 1);
			listening.forEach((registration) -> registration.tell((listener) -> listener.signalled(rest)));
		}
	}

	/**
	 * Tell everybody that signals may have been missed.
	 */
	void missed() {
		this.byTopic.values()
			.forEach((listening) -> listening.forEach((registration) -> registration.tell(WakeUps.Listener::missed)));
	}

	private final class Registration implements WakeUps.Listening {

		private final String topic;

		private final WakeUps.Listener listener;

		private volatile boolean closed;

		private Registration(String topic, WakeUps.Listener listener) {
			this.topic = topic;
			this.listener = listener;
		}

		private void tell(Consumer<WakeUps.Listener> news) {
			if (this.closed) {
				return;
			}
			try {
				news.accept(this.listener);
			}
			catch (RuntimeException | Error ex) {
				logger.warn("A listener to signals of " + this.topic + " failed", ex);
			}
		}

		@Override
		public void close() {
			if (!this.closed) {
				this.closed = true;
				remove(this);
			}
		}

	}

}
