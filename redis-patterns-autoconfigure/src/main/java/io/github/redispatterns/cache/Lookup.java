package io.github.redispatterns.cache;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.cache.CacheKeys.EntryKeys;
import io.github.redispatterns.cache.CacheProperties.Coalesce;
import io.github.redispatterns.cache.CacheScripts.Want;
import io.github.redispatterns.cache.Step.Right;
import io.github.redispatterns.internal.LeaseKeeper;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Looks for one key in Redis, as often as it takes, with one token for all looks.
 */
final class Lookup {

	private static final Log logger = LogFactory.getLog(Lookup.class);

	private final CacheTiers cache;

	private final String key;

	private final @Nullable ValueType type;

	private final EntryKeys entry;

	private final byte[] token = new byte[16];

	Lookup(CacheTiers cache, String key, @Nullable ValueType type) {
		this.cache = cache;
		this.key = key;
		this.type = type;
		this.entry = cache.keys().entry(key);
		byte[] high = Bytes.raw(ThreadLocalRandom.current().nextLong());
		byte[] low = Bytes.raw(ThreadLocalRandom.current().nextLong());
		System.arraycopy(high, 0, this.token, 0, 8);
		System.arraycopy(low, 0, this.token, 8, 8);
	}

	byte[] token() {
		return this.token;
	}

	String key() {
		return this.key;
	}

	EntryKeys entry() {
		return this.entry;
	}

	/**
	 * Look for a value to load if it is not fresh.
	 * @param want what the look is for
	 * @return what to do
	 */
	Step look(Want want) {
		LocalEntry kept = (want == Want.LOAD) ? this.cache.remembered(this.key, this.type) : null;
		if (kept != null) {
			// another flight landed between the caller's first look and its own flight
			return new Step.Hit(kept);
		}
		long epoch = this.cache.epoch(this.key);
		long since = LeaseKeeper.now();
		if (!this.cache.settings().isRemote()) {
			return new Step.Lead(new Right(null, true, this.cache.view().known().now(), epoch, since, since), null);
		}
		if (!this.cache.recovery().lets(this.key)) {
			return bypass(epoch, since);
		}
		this.cache.hotKeys().asked(this.key);
		try {
			Versions versions = this.cache.trust().versions();
			Right right = right(versions, epoch, since);
			Duration lease = this.cache.settings().lease();
			Answer answer = (want == Want.LOAD) ? this.cache.scripts().lookup(this.entry, this.token, lease, versions)
					: this.cache.scripts().lookup(this.entry, this.token, lease, want, versions);
			return step(answer, want, right, versions);
		}
		catch (RedisUnavailableException ex) {
			this.cache.unavailable(ex);
			return bypass(epoch, since);
		}
		catch (IllegalStateException ex) {
			unreadable(ex);
			return bypass(epoch, since);
		}
	}

	/**
	 * Look only.
	 * @return a fresh value, or {@code null}
	 */
	@Nullable LocalEntry find() {
		if (!this.cache.settings().isRemote()) {
			return null;
		}
		if (!this.cache.recovery().lets(this.key)) {
			this.cache.statistics().bypassed.increment();
			return null;
		}
		long epoch = this.cache.epoch(this.key);
		long since = LeaseKeeper.now();
		this.cache.hotKeys().asked(this.key);
		try {
			Versions versions = this.cache.trust().versions();
			Right right = right(versions, epoch, since);
			return fresh(this.cache.scripts().look(this.entry, versions), right, versions);
		}
		catch (RedisUnavailableException ex) {
			this.cache.statistics().bypassed.increment();
			this.cache.unavailable(ex);
			return null;
		}
		catch (IllegalStateException ex) {
			unreadable(ex);
			return null;
		}
	}

	// such as a key of another type; the next write mends it
	private void unreadable(IllegalStateException cause) {
		this.cache.statistics().undecodable.increment();
		logger.warn("A value of the cache '" + this.cache.name() + "' cannot be read", cause);
	}

	/**
	 * Take a fresh value out of an answer.
	 * @param answer the answer
	 * @param right from before the look
	 * @param versions what is known of evictions
	 * @return the value, or {@code null}
	 */
	@Nullable LocalEntry fresh(Answer answer, Right right, Versions versions) {
		LocalEntry found = read(answer, versions, right);
		if (found == null || found.freshUntil() <= LeaseKeeper.now()) {
			return null;
		}
		this.cache.keep(this.key, found, right.epoch());
		return found;
	}

	/**
	 * Note what a look, or a load that follows it, may rely on. Before the look.
	 * @param versions what is known of evictions
	 * @param epoch of the key in memory
	 * @param since when the look begins
	 * @return the right
	 */
	Right right(Versions versions, long epoch, long since) {
		return new Right(this.token, true, versions.now(), epoch, since,
				Math.min(since, this.cache.trust().judgedAt()));
	}

	Step bypass(long epoch, long since) {
		this.cache.statistics().bypassed.increment();
		return new Step.Lead(new Right(null, true, this.cache.view().known().now(), epoch, since, since), null);
	}

	Step step(Answer answer, Want want, Right right, Versions versions) {
		LocalEntry found = read(answer, versions, right);
		boolean fresh = found != null && found.freshUntil() > LeaseKeeper.now();
		return switch (answer.state()) {
			// fresh when Redis was asked, even if its last moment passed meanwhile
			case NONE -> (found != null) ? hit(found, right) : again(answer, want, right, versions);
			case GRANTED -> new Step.Lead(right, found);
			case HELD -> held(answer, want, found, right);
			case HOLD_OFF -> new Step.Lead(right.nowhere(), found);
		};
	}

	private Step held(Answer answer, Want want, @Nullable LocalEntry found, Right right) {
		if (this.cache.settings().coalesce() == Coalesce.LOCAL && !want.isRefresh()) {
			return new Step.Lead(right.localOnly(), found);
		}
		return new Step.Await(answer.held(), found);
	}

	private Step hit(LocalEntry entry, Right right) {
		this.cache.keep(this.key, entry, right.epoch());
		return new Step.Hit(entry);
	}

	// the script takes for fresh what only this instance knows to be outdated
	private Step again(Answer answer, Want want, Right right, Versions versions) {
		Envelope envelope = Envelope.decode(answer.value());
		boolean outdated = envelope != null && !versions.admits(envelope.facts(), this.key);
		if (envelope == null || outdated || want.isRefresh() || isBroken(envelope)) {
			return !want.isRefresh() ? look(want.refresh()) : new Step.Lead(right.nowhere(), null);
		}
		// of another version of the application: it is left alone, or both would
		// overwrite each other's values in turns
		return new Step.Lead(right.localOnly(), null);
	}

	private boolean isBroken(Envelope envelope) {
		return this.cache.codec().decode(envelope, typeOf(envelope)) instanceof Decoding.Undecodable;
	}

	// fresh or stale, or nothing if it may not be given; as old as what it was judged by,
	// because an eviction after that would have gone unnoticed
	private @Nullable LocalEntry read(Answer answer, Versions versions, Right right) {
		if (answer.value().length == 0) {
			return null;
		}
		Envelope envelope = Envelope.decode(answer.value());
		if (envelope == null) {
			return undecodable("it is not an envelope");
		}
		Facts facts = envelope.facts();
		if (!versions.admits(facts, this.key)) {
			this.cache.statistics().outdated.increment();
			this.cache.view().found(facts);
			return null;
		}
		ValueType wanted = typeOf(envelope);
		Decoding decoding = this.cache.codec().decode(envelope, wanted);
		if (decoding instanceof Decoding.Decoded decoded) {
			long fresh = answer.life() - facts.stale().toMillis();
			return this.cache.entry(decoded.value(), wanted, facts, right.judged(),
					right.since() + TimeUnit.MILLISECONDS.toNanos(fresh));
		}
		if (decoding instanceof Decoding.Undecodable broken) {
			return undecodable(broken.reason());
		}
		this.cache.statistics().foreign.increment();
		return null;
	}

	private ValueType typeOf(Envelope envelope) {
		return (this.type != null) ? this.type : this.cache.types().of(envelope.fingerprint());
	}

	private @Nullable LocalEntry undecodable(String reason) {
		this.cache.statistics().undecodable.increment();
		logger.debug("A value of the cache '" + this.cache.name() + "' cannot be read: " + reason);
		return null;
	}

	/**
	 * Give the right to load back.
	 * @param right the right
	 */
	void abandon(Right right) {
		byte[] held = right.token();
		if (held == null) {
			return;
		}
		try {
			this.cache.scripts().abandon(this.entry, held);
		}
		catch (RedisUnavailableException ex) {
			logger.debug("A lease could not be given back and ends by itself", ex);
		}
	}

}
