package io.github.redispatterns.cache.write;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import io.github.redispatterns.LossCause;
import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.internal.Holding;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Changes on their way from one claim to the source.
 * <p>
 * The claim is kept while they are written. If it is lost nevertheless, nothing more is
 * written: somebody else is at it.
 */
final class Delivery implements Holding.Holder {

	private static final Log logger = LogFactory.getLog(Delivery.class);

	private static final Duration LONGEST = Duration.ofDays(1);

	private static final int MOST_ERROR = 500;

	private final SourceRoute route;

	private final WriteKeys keys;

	private final WriteScripts.Claimed claimed;

	private final WriteSettings settings;

	private final Holding holding;

	private final List<Change> written = new ArrayList<>();

	Delivery(SourceRoute route, WriteKeys keys, WriteScripts.Claimed claimed, long sent) {
		this.route = route;
		this.keys = keys;
		this.claimed = claimed;
		this.settings = route.settings();
		this.holding = route.parts().leases().keep(this, new Holding.Terms(this.settings.lease(), true, LONGEST), sent);
	}

	void run() {
		try {
			List<Change> together = this.route.writer().isBatch()
					? this.claimed.changes().stream().filter((change) -> change.attempts() == 0).toList() : List.of();
			if (!together.isEmpty()) {
				write(together);
			}
			for (Change change : this.claimed.changes()) {
				if (!together.contains(change)) {
					write(change);
				}
			}
		}
		finally {
			this.holding.end();
			acknowledge();
		}
	}

	// halves, until what cannot be written is alone
	private void write(List<Change> changes) {
		if (changes.size() == 1) {
			write(changes.get(0));
			return;
		}
		if (!this.holding.isValid()) {
			return;
		}
		try {
			this.route.writer().write(changes);
			this.written.addAll(changes);
		}
		catch (RuntimeException | Error ex) {
			logger.debug("A batch of %d changes failed and is halved".formatted(changes.size()), ex);
			int half = changes.size() / 2;
			write(changes.subList(0, half));
			write(changes.subList(half, changes.size()));
		}
	}

	private void write(Change change) {
		if (!this.holding.isValid()) {
			return;
		}
		try {
			this.route.writer().write(change);
			this.written.add(change);
		}
		catch (RuntimeException | Error ex) {
			fail(change, ex);
		}
	}

	private void fail(Change change, Throwable cause) {
		boolean dead = change.attempts() + 1 >= this.settings.maxAttempts() && giveUp(change, cause.toString());
		this.route.meters().failed(dead);
		if (dead) {
			logger.warn("The cache '%s' gives a change up after %d attempts, see its dead letters"
				.formatted(this.settings.cache(), this.settings.maxAttempts()), cause);
			return;
		}
		logger.debug("A change is tried again", cause);
		this.route.parts().scripts().fail(this.keys, this.claimed.claim(), change, pause(change.attempts()));
	}

	// not if a newer change of the key waits
	private boolean giveUp(Change change, String error) {
		String why = (error.length() > MOST_ERROR) ? error.substring(0, MOST_ERROR) : error;
		return this.route.evict(change.key(),
				(eviction) -> this.route.parts()
					.scripts()
					.giveUp(this.keys, this.claimed.claim(), change, why, eviction));
	}

	private Duration pause(int attempts) {
		long longest = this.settings.maxBackoff().toMillis();
		long pause = Math.min(longest, this.settings.backoff().toMillis() << Math.min(attempts, 20));
		return Duration.ofMillis(pause - ThreadLocalRandom.current().nextLong(pause / 2 + 1));
	}

	private void acknowledge() {
		if (!this.written.isEmpty()) {
			this.route.parts()
				.scripts()
				.acknowledge(this.keys, this.claimed.claim(), this.settings.delay(), this.written);
			this.route.meters().flushed(this.written.size());
		}
	}

	@Override
	public boolean renew(Duration lease) {
		return this.route.parts().scripts().prolong(this.keys, this.claimed.claim(), lease, this.claimed.changes()) > 0;
	}

	@Override
	public void lost(LossCause cause) {
		logger.warn("Changes of the cache '%s' are no longer this instance's to write: %s"
			.formatted(this.settings.cache(), cause));
	}

	@Override
	public void notRenewed(RedisUnavailableException cause) {
		logger.debug("A claim was not renewed", cause);
	}

}
