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

	private final AtomicLong losses = new AtomicLong();

	private final AtomicBoolean away = new AtomicBoolean();

	long losses() {
		return this.losses.get();
	}

	void lost() {
		this.losses.incrementAndGet();
	}

	void failed(Object cause) {
		if (this.away.compareAndSet(false, true)) {
			logger.warn("Signals from Redis do not arrive, so whoever waits for them polls: " + cause);
		}
	}

	void worksAgain() {
		if (this.away.compareAndSet(true, false)) {
			logger.info("Signals from Redis arrive again");
		}
	}

}
