package io.github.redispatterns.cache;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.cache.CacheProperties.OnWaitTimeout;
import io.github.redispatterns.cache.CacheProperties.WhenUnavailable;
import io.github.redispatterns.cache.CacheScripts.Bump;
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

	private final @Nullable WriteRoute route;

	private final @Nullable RoutedWrites writes;

	private final VersionView view;

	private final @Nullable LocalTier local;

	private final ValueCodec codec;

	private final TypeBook types;

	private final Recovery recovery;

	private final Loading loading;

	private final CacheStatistics statistics = new CacheStatistics();

	private final HotKeys hotKeys = new HotKeys();

	private final Map<String, Flight> flights = new ConcurrentHashMap<>();

	CacheTiers(String name, CacheSettings settings, CacheParts parts) {
		this.name = name;
		this.settings = settings;
		this.types = new TypeBook(name);
		this.parts = parts;
		this.route = parts.routes().open(name);
		this.writes = (this.route != null) ? new RoutedWrites(this, this.route) : null;
		this.keys = new CacheKeys(parts.space(), name, parts.wakeUps(), this.route);
		this.scripts = new CacheScripts(parts.scripts(), this.keys, parts.news().open(name, this));
		this.view = new VersionView(this.scripts);
		this.local = settings.isLocal() ? new LocalTier(settings.localSize()) : null;
		this.codec = new ValueCodec((settings.compressAbove() < 0) ? Integer.MAX_VALUE : (int) settings.compressAbove(),
				(int) settings.maxPayload());
		this.recovery = new Recovery(this, parts);
		this.loading = new Loading(this, parts);
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

	ValueCodec codec() {
		return this.codec;
	}

	TypeBook types() {
		return this.types;
	}

	Recovery recovery() {
		return this.recovery;
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

	Map<String, Flight> flights() {
		return this.flights;
	}

	@Nullable LocalTier local() {
		return this.local;
	}

	long entries() {
		return (this.local != null) ? this.local.size() : 0;
	}

	/**
	 * Return the versions, young enough to judge by.
	 * @return the versions
	 */
	Versions versions() {
		long now = LeaseKeeper.now();
		return this.view.current((now < this.parts.news().trustedUntil()) ? 0 : now - this.parts.bound());
	}

	/**
	 * Return how callers write, if not to the cache alone.
	 * @return the way through the source, or {@code null}
	 */
	@Nullable RoutedWrites writes() {
		return this.writes;
	}

	/**
	 * Return of which moment every eviction is known by now.
	 * @return a time of {@code LeaseKeeper.now()}
	 */
	long judgedAt() {
		return Math.max(this.view.readAt(), this.parts.news().trustedUntil() - this.parts.bound());
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
		return isKnown(entry.born()) && entry.isAdmitted(this.view.known(), key);
	}

	/**
	 * Tell whether a write since some moment would be known, or is within the bound.
	 * @param since the moment, {@code LeaseKeeper.now()}
	 * @return whether what was found then may still be given to callers
	 */
	boolean isKnown(long since) {
		if (!this.settings.isRemote()) {
			return true;
		}
		long now = LeaseKeeper.now();
		return now < this.parts.news().trustedUntil() || now - since < this.parts.bound();
	}

	/**
	 * Find a fresh value in memory or in Redis.
	 * @param key the key
	 * @param type the type they want, {@code null} for any
	 * @return the value, or {@code null}
	 */
	@Nullable LocalEntry find(String key, @Nullable ValueType type) {
		LocalEntry entry = remembered(key, type);
		if (entry != null) {
			this.statistics.localHits.increment();
			return entry;
		}
		entry = new Lookup(this, key, type).find();
		if (entry == null && this.route != null) {
			entry = unwritten(new Overlay(this, this.route, key, type));
		}
		((entry != null) ? this.statistics.remoteHits : this.statistics.misses).increment();
		return entry;
	}

	private @Nullable LocalEntry unwritten(Overlay overlay) {
		try {
			Loaded found = overlay.find();
			if (found == null || found.value() == null) {
				return null;
			}
			Facts facts = Write.facts(this.settings, this.view.known().now(), found, Duration.ZERO);
			long now = LeaseKeeper.now();
			return entry(found.value(), valueType(overlay.type(), found.value()), facts, now, now);
		}
		catch (RedisUnavailableException ex) {
			unavailable(ex);
			return null;
		}
	}

	/**
	 * Find a fresh value, or load it.
	 * @param key the key
	 * @param type type of the value, {@code null} if any will do
	 * @param source where it comes from
	 * @return the value
	 * @throws Throwable what the load threw
	 */
	@Nullable Object get(String key, @Nullable ValueType type, Loader source) throws Throwable {
		Loader loader = (this.route != null) ? new Overlay(this, this.route, key, type).before(source) : source;
		LocalEntry entry = remembered(key, type);
		if (entry != null) {
			this.statistics.localHits.increment();
			this.loading.refreshIfDue(key, entry, loader);
			return give(entry);
		}
		TransactedLoad mine = TransactedLoad.of(this, key);
		if (mine != null) {
			return mine.again(loader);
		}
		long end = LeaseKeeper.now() + this.settings.loadWait().toNanos();
		while (true) {
			Flight flight = new Flight(type);
			Flight other = this.flights.putIfAbsent(key, flight);
			if (other == null) {
				return this.loading.lead(flight, key, loader, end);
			}
			if (other.isLedByThisThread() || !other.suits(type)) {
				return loader.load().value();
			}
			if (!isKnown(other.begun())) {
				this.flights.remove(key, other);
				continue;
			}
			LocalEntry offer = offered(other, key);
			if (offer != null) {
				return this.loading.serve(offer);
			}
			if (other.isEarly()) {
				this.flights.remove(key, other);
				continue;
			}
			Flight.End landing = other.await(end - LeaseKeeper.now());
			if (landing == null) {
				return late(key, loader);
			}
			if (!landing.abandoned()) {
				this.statistics.coalesced.increment();
				if (landing.failure() != null) {
					throw landing.failure();
				}
				return share(landing.value(), type);
			}
		}
	}

	@Nullable Object late(String key, Loader loader) throws Throwable {
		if (this.settings.onWaitTimeout() == OnWaitTimeout.FAIL) {
			throw CacheLoadTimeoutException.ofOthers(this.name, this.settings.loadWait());
		}
		return loader.load().value();
	}

	/**
	 * Find a fresh value, or load it, without keeping the calling thread.
	 * @param key the key
	 * @param type type of the value, {@code null} if any will do
	 * @param source where it comes from
	 * @return the value to come
	 */
	CompletableFuture<@Nullable Object> getAsync(String key, @Nullable ValueType type, Loader.Async source) {
		Loader.Async loader = (this.route != null) ? new Overlay(this, this.route, key, type).before(source) : source;
		LocalEntry entry = remembered(key, type);
		if (entry != null) {
			this.statistics.localHits.increment();
			this.loading.refreshIfDue(key, entry, loader);
			return CompletableFuture.completedFuture(give(entry));
		}
		return this.loading.board(key, type, loader, LeaseKeeper.now() + this.settings.loadWait().toNanos());
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
	 * Write a value to the cache alone.
	 * @param key the key
	 * @param type type of the value
	 * @param written the value
	 */
	void put(String key, @Nullable ValueType type, Loaded written) {
		put(key, type, written, null);
	}

	void put(String key, @Nullable ValueType type, Loaded written, WriteRoute.@Nullable Passage passage) {
		this.statistics.puts.increment();
		this.loading.exists(key, written.value());
		this.flights.remove(key);
		Write write = new Write(this, key);
		try {
			write.put(valueType(type, written.value()), written, passage);
		}
		finally {
			write.end();
		}
	}

	/**
	 * Write a value unless there is one.
	 * @param key the key
	 * @param type type of the value
	 * @param value the value
	 * @return what is there, {@code null} if the value was written
	 */
	@Nullable LocalEntry putIfAbsent(String key, @Nullable ValueType type, @Nullable Object value) {
		this.loading.exists(key, value);
		this.flights.remove(key);
		if (this.local != null && !this.settings.isRemote()) {
			return putIfAbsentHere(this.local, key, valueType(type, value), value);
		}
		Write write = new Write(this, key);
		try {
			return write.putIfAbsent(valueType(type, value), value);
		}
		finally {
			write.end();
		}
	}

	private @Nullable LocalEntry putIfAbsentHere(LocalTier memory, String key, ValueType type, @Nullable Object value) {
		long now = LeaseKeeper.now();
		Facts facts = Write.facts(this.settings, this.view.known().now(), Loaded.of(value), Duration.ZERO);
		LocalEntry entry = own(value, type, facts, now, now + facts.life().toNanos());
		LocalEntry there = (entry != null)
				? memory.putIfAbsent(key, entry, (before) -> before.isAdmitted(this.view.known(), key)) : null;
		this.flights.remove(key);
		if (there != entry) {
			return there;
		}
		this.statistics.puts.increment();
		return null;
	}

	/**
	 * Remove a value from the cache alone.
	 * @param key the key
	 * @return whether a fresh one was there
	 */
	boolean evict(String key) {
		return evict(key, null);
	}

	boolean evict(String key, WriteRoute.@Nullable Passage passage) {
		this.statistics.evictions.increment();
		this.flights.remove(key);
		if (this.local != null && !this.settings.isRemote()) {
			LocalEntry was = this.local.take(key);
			this.flights.remove(key);
			return was != null && was.isAdmitted(this.view.known(), key);
		}
		Write write = new Write(this, key);
		try {
			return write.evict(passage);
		}
		finally {
			write.end();
		}
	}

	/**
	 * Remove what is covered by tags or prefixes, or all.
	 * @param fields what to evict, see {@link Versions}
	 */
	void evictAll(List<String> fields) {
		this.statistics.evictions.increment();
		this.flights.clear();
		if (fields.contains(Versions.ALL) && this.local != null) {
			this.local.flush();
		}
		if (!this.settings.isRemote()) {
			this.view.known().evictedHere(fields);
			return;
		}
		try {
			Bump bump = this.scripts.bump(VersionView.candidate(), fields);
			evicted(bump.incarnation(), bump.number(), fields);
		}
		catch (RedisUnavailableException ex) {
			this.recovery.evictLater(fields);
			if (this.local != null) {
				this.local.flush();
			}
			this.flights.clear();
			unavailable(ex);
		}
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
		this.flights.remove(key);
	}

	@Override
	public void evicted(long incarnation, long number, List<String> fields) {
		boolean known = this.view.evicted(incarnation, number, fields);
		if (this.local != null && (!known || fields.contains(Versions.ALL))) {
			this.local.flush();
		}
		this.flights.clear();
	}

	@Override
	public void missed() {
		this.statistics.flushes.increment();
		this.view.doubt();
		if (this.local != null) {
			this.local.flush();
		}
		this.flights.clear();
	}

	static long nanos(long millis) {
		return TimeUnit.MILLISECONDS.toNanos(millis);
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
