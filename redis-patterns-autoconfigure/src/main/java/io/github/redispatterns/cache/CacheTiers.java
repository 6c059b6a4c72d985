package io.github.redispatterns.cache;

import java.util.List;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.cache.CacheProperties.WhenUnavailable;
import io.github.redispatterns.internal.LeaseKeeper;
import org.jspecify.annotations.Nullable;

/**
 * The tiers of one cache: memory, Redis, and the load of what neither has.
 * <p>
 * A read that finds nothing takes off a flight that everybody else who wants the key
 * boards. A write detaches the flight of its key, so that who comes later does not get
 * what was loaded before.
 */
final class CacheTiers implements CacheNews.Audience {

	private final String name;

	private final CacheSettings settings;

	private final CacheParts parts;

	private final CacheKeys keys;

	private final CacheScripts scripts;

	private final @Nullable RoutedWrites writes;

	private final VersionView view;

	private final Trust trust;

	private final @Nullable LocalTier local;

	private final ValueCodec codec;

	private final TypeBook types;

	private final Recovery recovery;

	private final Loading loading;

	private final CacheReads reads;

	private final DirectWrites direct;

	private final CacheStatistics statistics = new CacheStatistics();

	private final HotKeys hotKeys = new HotKeys();

	private final Flights flights = new Flights(this);

	CacheTiers(String name, CacheSettings settings, CacheParts parts) {
		this.name = name;
		this.settings = settings;
		this.types = new TypeBook(name);
		this.parts = parts;
		WriteRoute route = parts.routes().open(name);
		this.writes = (route != null) ? new RoutedWrites(this, route) : null;
		this.keys = new CacheKeys(parts.space(), name, parts.wakeUps(), route);
		this.scripts = new CacheScripts(parts.scripts(), this.keys, parts.news().open(name, this));
		this.view = new VersionView(this.scripts);
		this.trust = new Trust(parts, this.view, settings.isRemote());
		this.local = settings.isLocal() ? new LocalTier(settings.localSize()) : null;
		this.codec = new ValueCodec((settings.compressAbove() < 0) ? Integer.MAX_VALUE : (int) settings.compressAbove(),
				(int) settings.maxPayload());
		this.recovery = new Recovery(this, parts);
		this.loading = new Loading(this, parts);
		this.reads = new CacheReads(this, route);
		this.direct = new DirectWrites(this);
	}

	String name() {
		return this.name;
	}

	CacheSettings settings() {
		return this.settings;
	}

	CacheKeys keys() {
		return this.keys;
	}

	CacheScripts scripts() {
		return this.scripts;
	}

	VersionView view() {
		return this.view;
	}

	Trust trust() {
		return this.trust;
	}

	ValueCodec codec() {
		return this.codec;
	}

	TypeBook types() {
		return this.types;
	}

	Recovery recovery() {
		return this.recovery;
	}

	CacheReads reads() {
		return this.reads;
	}

	DirectWrites direct() {
		return this.direct;
	}

	Loading loading() {
		return this.loading;
	}

	CacheStatistics statistics() {
		return this.statistics;
	}

	HotKeys hotKeys() {
		return this.hotKeys;
	}

	Flights flights() {
		return this.flights;
	}

	@Nullable LocalTier local() {
		return this.local;
	}

	long entries() {
		return (this.local != null) ? this.local.size() : 0;
	}

	/**
	 * Return how callers write, if not to the cache alone.
	 * @return the way through the source, or {@code null}
	 */
	@Nullable RoutedWrites writes() {
		return this.writes;
	}

	long epoch(String key) {
		return (this.local != null) ? this.local.epoch(key) : 0;
	}

	/**
	 * Keep a value in memory, unless it was written since.
	 * @param key its key
	 * @param entry the value
	 * @param epoch from before it was found
	 */
	void keep(String key, LocalEntry entry, long epoch) {
		if (this.local != null) {
			this.local.put(key, entry, epoch);
		}
	}

	/**
	 * Remember what a caller has as well.
	 * @param value the value
	 * @param type its type
	 * @param facts what is known of it
	 * @param born when it was true
	 * @param freshUntil when it goes stale
	 * @return what may be kept, {@code null} if it would need a copy and has none
	 */
	@Nullable LocalEntry own(@Nullable Object value, ValueType type, Facts facts, long born, long freshUntil) {
		try {
			return entry(copy(value, type), type, facts, born, freshUntil);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	LocalEntry entry(@Nullable Object value, ValueType type, Facts facts, long born, long freshUntil) {
		return new LocalEntry(value, type, facts, born, freshUntil,
				LeaseKeeper.now() + this.settings.localTtl().toNanos(), Calm.of(this.settings, facts, freshUntil));
	}

	/**
	 * Find a fresh value in memory that may be given to callers.
	 * @param key the key
	 * @param type the type they want, {@code null} for any
	 * @return the value, or {@code null}
	 */
	@Nullable LocalEntry remembered(String key, @Nullable ValueType type) {
		LocalEntry entry = (this.local != null) ? this.local.get(key) : null;
		if (entry == null || (type != null && entry.type() != type)) {
			return null;
		}
		return isCurrent(entry, key) ? entry : null;
	}

	/**
	 * Return what a load offers to those who do not want to wait for it.
	 * @param flight the load
	 * @param key its key
	 * @return a value, or {@code null}
	 */
	@Nullable LocalEntry offered(Flight flight, String key) {
		LocalEntry offer = flight.offer();
		return (offer != null && isCurrent(offer, key)) ? offer : null;
	}

	private boolean isCurrent(LocalEntry entry, String key) {
		return this.trust.covers(entry.born()) && entry.isAdmitted(this.view.known(), key);
	}

	/**
	 * Return what a caller gets of a value in memory.
	 * @param entry the value
	 * @return the value, or a copy of it
	 */
	@Nullable Object give(LocalEntry entry) {
		return copy(entry.value(), entry.type());
	}

	/**
	 * Return what another caller gets of a value that was just loaded.
	 * @param value the value
	 * @param type its type, if it is known
	 * @return the value, or a copy of it
	 */
	@Nullable Object share(@Nullable Object value, @Nullable ValueType type) {
		try {
			return copy(value, valueType(type, value));
		}
		catch (IllegalArgumentException ex) {
			// nobody keeps what cannot be copied
			return value;
		}
	}

	private @Nullable Object copy(@Nullable Object value, ValueType type) {
		return (value != null && this.settings.copy()) ? type.read(type.write(value)) : value;
	}

	/**
	 * Redis could not answer.
	 * @param cause why
	 */
	void unavailable(RedisUnavailableException cause) {
		if (this.parts.whenUnavailable() == WhenUnavailable.FAIL) {
			throw new UnavailableCacheException(this.name, cause);
		}
	}

	@Override
	public void written(String key) {
		this.statistics.invalidated.increment();
		if (this.local != null) {
			this.local.remove(key);
		}
		this.flights.detach(key);
	}

	@Override
	public void evicted(long incarnation, long number, List<String> fields) {
		boolean known = this.view.evicted(incarnation, number, fields);
		if (this.local != null && (!known || fields.contains(Versions.ALL))) {
			this.local.flush();
		}
		this.flights.detachAll();
	}

	@Override
	public void missed() {
		this.statistics.flushes.increment();
		this.view.doubt();
		if (this.local != null) {
			this.local.flush();
		}
		this.flights.detachAll();
	}

	/**
	 * Return how a value is written.
	 * @param declared the type that was said, if any
	 * @param value the value
	 * @return the type
	 */
	ValueType valueType(@Nullable ValueType declared, @Nullable Object value) {
		if (declared != null) {
			return this.types.declare(declared);
		}
		return (value != null) ? this.types.ofValue(value) : TypeBook.ANY;
	}

}
