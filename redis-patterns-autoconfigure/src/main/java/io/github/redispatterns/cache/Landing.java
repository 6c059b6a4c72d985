package io.github.redispatterns.cache;

import java.time.Duration;
import java.util.Objects;

import io.github.redispatterns.LossCause;
import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.cache.Step.Right;
import io.github.redispatterns.internal.Holding;
import io.github.redispatterns.internal.LeaseKeeper;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * One load, from its beginning until its value is stored or its right is given back.
 * <p>
 * The right to store is kept while the load runs, however long that takes. If it is lost
 * nevertheless, such as to a write, the value is given to whoever waits and to nobody
 * else.
 */
final class Landing implements Holding.Holder {

	private static final Log logger = LogFactory.getLog(Landing.class);

	private static final Duration LONGEST = Duration.ofHours(1);

	private final CacheTiers cache;

	private final String key;

	private final @Nullable ValueType type;

	private final Lookup lookup;

	private final Right right;

	private long begun = LeaseKeeper.now();

	private final @Nullable Holding holding;

	Landing(CacheTiers cache, String key, @Nullable ValueType type, Lookup lookup, Right right, LeaseKeeper leases) {
		this.cache = cache;
		this.key = key;
		this.type = type;
		this.lookup = lookup;
		this.right = right;
		this.holding = (right.token() != null)
				? leases.keep(this, new Holding.Terms(cache.settings().lease(), true, LONGEST), right.since()) : null;
	}

	long begun() {
		return this.begun;
	}

	/**
	 * The load begins only now: what it waited for is no part of what it takes.
	 */
	void begins() {
		this.begun = LeaseKeeper.now();
	}

	/**
	 * Store what was loaded.
	 * @param loaded what was loaded
	 * @param ended when it was, {@code LeaseKeeper.now()}
	 */
	void store(Loaded loaded, long ended) {
		CacheSettings settings = this.cache.settings();
		if (loaded.stored() && loaded.value() == null && !settings.allowNull()) {
			abandon();
			throw NullNotAllowed.in(this.cache.name());
		}
		boolean remembered = loaded.value() != null || loaded.ttl() != null || !settings.nullTtl().isZero();
		if (!loaded.stored() || !remembered || (this.right.token() == null && !this.right.local())) {
			abandon();
			return;
		}
		ValueType written = this.cache.valueType(this.type, loaded.value());
		Facts facts = Write.facts(settings, this.right.versions(), loaded, Duration.ofNanos(ended - this.begun));
		if (this.right.token() == null || fill(loaded, written, facts)) {
			LocalEntry kept = this.cache.own(loaded.value(), written, facts, this.right.since(),
					LeaseKeeper.now() + facts.life().toNanos());
			if (kept != null) {
				this.cache.keep(this.key, kept, this.right.epoch());
			}
		}
	}

	private boolean fill(Loaded loaded, ValueType written, Facts facts) {
		byte[] bytes = Write.encode(this.cache, written, loaded.value(), facts);
		if (bytes == null) {
			abandon();
			return true;
		}
		forget();
		try {
			byte[] token = Objects.requireNonNull(this.right.token());
			boolean filled = this.cache.scripts()
				.fill(this.lookup.entry(), token, bytes, facts.life().plus(facts.stale()).toMillis());
			if (!filled) {
				this.cache.statistics().refused.increment();
			}
			return filled;
		}
		catch (RedisUnavailableException ex) {
			logger.debug("A loaded value could not be stored", ex);
			return true;
		}
	}

	/**
	 * Nothing will be stored.
	 */
	void abandon() {
		forget();
		this.lookup.abandon(this.right);
	}

	private void forget() {
		if (this.holding != null) {
			this.holding.end();
		}
	}

	@Override
	public boolean renew(Duration lease) {
		byte[] token = this.right.token();
		return token != null && this.cache.scripts().prolong(this.lookup.entry(), token, lease);
	}

	@Override
	public void lost(LossCause cause) {
		logger.debug("A load of the cache '" + this.cache.name() + "' lost its right to store: " + cause);
	}

	@Override
	public void notRenewed(RedisUnavailableException cause) {
		logger.debug("The right of a load to store was not renewed", cause);
	}

}
