package io.github.redispatterns.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
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

	String key() {
		return this.key;
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
		Cargo cargo = unload(loaded, ended);
		if (cargo != null) {
			fill(this.cache, List.of(cargo));
		}
	}

	/**
	 * Store what one load gave for several keys, in one journey. One that may not be
	 * stored keeps none of the others from it.
	 * @param cache the cache
	 * @param all what was loaded for each
	 * @param ended when it was, {@code LeaseKeeper.now()}
	 */
	static void storeAll(CacheTiers cache, Map<Landing, Loaded> all, long ended) {
		List<Cargo> cargoes = new ArrayList<>();
		RuntimeException refused = null;
		for (Map.Entry<Landing, Loaded> each : all.entrySet()) {
			try {
				Cargo cargo = each.getKey().unload(each.getValue(), ended);
				if (cargo != null) {
					cargoes.add(cargo);
				}
			}
			catch (RuntimeException ex) {
				each.getKey().abandon();
				refused = ex;
			}
		}
		fill(cache, cargoes);
		if (refused != null) {
			throw refused;
		}
	}

	private static void fill(CacheTiers cache, List<Cargo> cargoes) {
		List<Cargo.Fill> fills = cargoes.stream().map(Cargo::fill).filter(Objects::nonNull).toList();
		Iterator<Boolean> filled = fill(cache.scripts(), fills).iterator();
		for (Cargo cargo : cargoes) {
			if (cargo.fill() == null || !filled.hasNext() || filled.next()) {
				cargo.landing().keep(cargo);
			}
			else {
				cache.statistics().refused.increment();
			}
		}
	}

	// nothing if Redis cannot say
	private static List<Boolean> fill(CacheScripts scripts, List<Cargo.Fill> fills) {
		try {
			return fills.isEmpty() ? List.of() : scripts.fillAll(fills);
		}
		catch (RedisUnavailableException ex) {
			logger.debug("What was loaded could not be stored", ex);
			return List.of();
		}
	}

	private void keep(Cargo cargo) {
		LocalEntry kept = cargo.entry(this.cache, this.right.since());
		if (kept != null) {
			this.cache.keep(this.key, kept, this.right.epoch());
		}
	}

	// the right is given back if Redis is to store nothing
	private @Nullable Cargo unload(Loaded loaded, long ended) {
		CacheSettings settings = this.cache.settings();
		if (loaded.stored() && loaded.value() == null && !settings.allowNull()) {
			abandon();
			throw NullNotAllowed.in(this.cache.name());
		}
		boolean remembered = loaded.value() != null || loaded.ttl() != null || !settings.nullTtl().isZero();
		if (!loaded.stored() || !remembered || (this.right.token() == null && !this.right.local())) {
			abandon();
			return null;
		}
		ValueType written = this.cache.valueType(this.type, loaded.value());
		Facts facts = Write.facts(settings, this.right.versions(), loaded, Duration.ofNanos(ended - this.begun));
		byte[] token = this.right.token();
		byte[] bytes = (token != null) ? Write.encode(this.cache, written, loaded.value(), facts) : null;
		if (token == null || bytes == null) {
			abandon();
			return new Cargo(this, loaded.value(), written, facts, null);
		}
		forget();
		return new Cargo(this, loaded.value(), written, facts,
				new Cargo.Fill(this.lookup.entry(), token, bytes, facts.life().plus(facts.stale()).toMillis()));
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
