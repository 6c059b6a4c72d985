package io.github.redispatterns.internal;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Counts losses of subscriptions, and logs each outage once.
 */
final class SubscriptionHealth {

	private static final Log logger = LogFactory.getLog(SubscriptionHealth.class);

	private final String whenAway;

	private final String whenBack;

	private final AtomicLong losses = new AtomicLong();

	private final AtomicBoolean away = new AtomicBoolean();

	private SubscriptionHealth(String whenAway, String whenBack) {
		this.whenAway = whenAway;
		this.whenBack = whenBack;
	}

	static SubscriptionHealth ofSignals() {
		return new SubscriptionHealth("Signals from Redis do not arrive, so whoever waits for them polls: ",
				"Signals from Redis arrive again");
	}

	static SubscriptionHealth ofBroadcasts(String channel) {
		return new SubscriptionHealth("Broadcasts do not arrive on the channel '" + channel
				+ "', so whatever they keep fresh is kept for a shorter time: ", "Broadcasts arrive again");
	}

	long losses() {
		return this.losses.get();
	}

	void lost() {
		this.losses.incrementAndGet();
	}

	void failed(Object cause) {
		if (this.away.compareAndSet(false, true)) {
			logger.warn(this.whenAway + cause);
		}
	}

	void worksAgain() {
		if (this.away.compareAndSet(true, false)) {
			logger.info(this.whenBack);
		}
	}

}
