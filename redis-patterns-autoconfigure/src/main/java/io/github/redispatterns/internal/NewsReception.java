package io.github.redispatterns.internal;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.redispatterns.internal.NewsTally.Flush;

/**
 * Decides from what arrives, and when, whether anything was lost and until when that is
 * known. For one thread, save for {@link #trustedUntil()}; times are parameters.
 * <p>
 * What was published through a zone before our heartbeat arrives before it, on the same
 * connection. So a heartbeat that came back proves that the way was open until it was
 * sent. What got lost on an open way leaves a hole in its publisher's numbers, which that
 * publisher's next message or heartbeat shows, or else its silence.
 */
final class NewsReception {

	static final int MOST_SOURCES = 1000;

	private final NewsTerms terms;

	private final String own;

	private final Map<String, Integer> zones;

	private final Readers readers;

	private final NewsTally tally;

	/** The one that was silent longest first. */
	private final Map<String, NewsSource> sources = new LinkedHashMap<>(16, 0.75f, true);

	private final long[] returned;

	private boolean subscribed;

	private boolean trusted;

	private long since;

	private long settledAt;

	private long nextGap = Long.MAX_VALUE;

	private volatile long trustedUntil;

	NewsReception(NewsTerms terms, String own, Map<String, Integer> zones, Readers readers, NewsTally tally) {
		this.terms = terms;
		this.own = own;
		this.zones = zones;
		this.readers = readers;
		this.tally = tally;
		this.returned = new long[zones.size()];
	}

	long trustedUntil() {
		return this.trustedUntil;
	}

	/**
	 * From now on messages arrive; any before may be lost.
	 * @param now the time
	 */
	void subscribed(long now) {
		this.subscribed = true;
		beginAnew(now);
	}

	/**
	 * Nothing arrives any more.
	 */
	void lost() {
		this.subscribed = false;
		this.trusted = false;
		this.trustedUntil = 0;
	}

	// whoever publishes is heard within a heartbeat, and what it had sent before that
	// within the grace; holes from before trust do not count
	private void beginAnew(long now) {
		this.trusted = false;
		this.trustedUntil = 0;
		this.since = now;
		this.settledAt = now + this.terms.heartbeat() + this.terms.grace();
		this.sources.clear();
		this.nextGap = Long.MAX_VALUE;
	}

	/**
	 * Take what arrived.
	 * @param bytes what was published
	 * @param now the time
	 */
	void received(byte[] bytes, long now) {
		look(now);
		NewsMessage message = NewsMessage.read(bytes);
		if (message == null) {
			flush(Flush.UNREADABLE);
		}
		else if (message.publisher().equals(this.own)) {
			returned(message, now);
		}
		else {
			note(message, now);
			if (message.kind() == NewsMessage.Kind.MESSAGE) {
				this.tally.received();
				this.readers.received(message.name(), message.body());
			}
		}
	}

	private void returned(NewsMessage message, long now) {
		Integer zone = this.zones.get(message.name());
		if (message.kind() == NewsMessage.Kind.HEARTBEAT && zone != null) {
			this.returned[zone] = Math.max(this.returned[zone], message.sent());
			advance(now);
		}
	}

	private void note(NewsMessage message, long now) {
		NewsSource source = this.sources.get(message.publisher());
		if (source == null) {
			source = meet(message, now);
		}
		if (source.take(message, now, now + this.terms.grace())) {
			this.nextGap = Math.min(this.nextGap, source.due());
		}
	}

	private NewsSource meet(NewsMessage message, long now) {
		NewsSource source = new NewsSource(this.trusted ? 0 : message.number());
		if (!this.trusted) {
			// what it had sent before this one may still come
			this.settledAt = Math.max(this.settledAt, now + this.terms.grace());
		}
		this.sources.put(message.publisher(), source);
		if (this.sources.size() > MOST_SOURCES) {
			Iterator<NewsSource> eldest = this.sources.values().iterator();
			eldest.next();
			eldest.remove();
			flush(Flush.CROWD);
		}
		return source;
	}

	/**
	 * Do what is due.
	 * @param now the time
	 */
	void look(long now) {
		if (this.trusted && now >= this.trustedUntil) {
			beginAnew(now);
		}
		if (now >= this.nextGap) {
			giveUp(now);
		}
		forgetSilent(now);
		advance(now);
	}

	private void giveUp(long now) {
		int lost = 0;
		this.nextGap = Long.MAX_VALUE;
		for (NewsSource source : this.sources.values()) {
			lost += source.giveUp(now);
			this.nextGap = Math.min(this.nextGap, source.due());
		}
		if (lost > 0) {
			this.tally.lost(lost);
			flush(Flush.GAP);
		}
	}

	private void forgetSilent(long now) {
		boolean silent = false;
		for (Iterator<NewsSource> it = this.sources.values().iterator(); it.hasNext();) {
			NewsSource source = it.next();
			if (now - source.heard() < this.terms.bound()) {
				break;
			}
			silent |= !source.hasLeft();
			it.remove();
		}
		if (silent && this.trusted) {
			if (now - oldestReturned() > 2 * this.terms.heartbeat()) {
				// rather we are cut off; whatever depends on news may be of use until
				// they come again
				beginAnew(now);
			}
			else {
				flush(Flush.SILENCE);
			}
		}
	}

	private void advance(long now) {
		long until = oldestReturned() + this.terms.bound();
		if (this.trusted) {
			this.trustedUntil = until;
		}
		else if (this.subscribed && oldestReturned() >= this.since && now >= this.settledAt && now < until) {
			this.trusted = true;
			flush(Flush.BEGIN);
			this.trustedUntil = until;
		}
	}

	private long oldestReturned() {
		return Arrays.stream(this.returned).min().orElse(0);
	}

	// without trust nobody relies on news, and there will be a flush when it begins
	private void flush(Flush reason) {
		if (this.trusted) {
			this.tally.flushed(reason);
			this.readers.missed();
		}
	}

	/**
	 * How long {@link #look} can wait.
	 * @param now the time
	 * @return nanoseconds, maybe none or less
	 */
	long patience(long now) {
		long due = this.nextGap;
		if (!this.sources.isEmpty()) {
			due = Math.min(due, this.sources.values().iterator().next().heard() + this.terms.bound());
		}
		if (this.subscribed) {
			due = Math.min(due, this.trusted ? this.trustedUntil : Math.max(this.settledAt, now + this.terms.grace()));
		}
		return due - now;
	}

	/**
	 * Whether we are subscribed for long and yet do not hear ourselves.
	 * @param now the time
	 * @return whether another connection may be better
	 */
	boolean isDeaf(long now) {
		return this.subscribed && !this.trusted && now - this.since > 2 * this.terms.bound();
	}

	/** Told what came, and that something did not. */
	interface Readers {

		void received(String member, byte[] body);

		void missed();

	}

}
