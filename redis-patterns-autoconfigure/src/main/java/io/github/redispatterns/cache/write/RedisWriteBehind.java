package io.github.redispatterns.cache.write;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.redispatterns.cache.CacheProperties;
import io.github.redispatterns.cache.WriteRoute;
import io.github.redispatterns.cache.WriteRoutes;
import io.github.redispatterns.internal.LeaseKeeper;
import io.github.redispatterns.internal.Require;
import io.github.redispatterns.internal.StopPhase;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.SmartLifecycle;

/**
 * The ways of all caches to their sources. It writes from the start on what another
 * instance, or this one before a crash, has left; its stop writes what it can in time.
 */
final class RedisWriteBehind implements WriteBehind, WriteRoutes, SmartLifecycle, SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(RedisWriteBehind.class);

	private final CacheProperties properties;

	private final WriteParts parts;

	private final WriterBeans writers;

	private final Duration drain;

	private final Map<String, Optional<SourceRoute>> routes = new ConcurrentHashMap<>();

	private volatile boolean running;

	RedisWriteBehind(CacheProperties properties, WriteParts parts, WriterBeans writers, Duration drain) {
		this.properties = properties;
		this.parts = parts;
		this.writers = writers;
		this.drain = drain;
	}

	@Override
	public @Nullable WriteRoute open(String cache) {
		return routeOf(cache).orElse(null);
	}

	private Optional<SourceRoute> routeOf(String cache) {
		Optional<SourceRoute> known = this.routes.get(cache);
		if (known != null) {
			return known;
		}
		synchronized (this) {
			return this.routes.computeIfAbsent(cache, this::create);
		}
	}

	private Optional<SourceRoute> create(String cache) {
		WriteSettings settings = WriteSettings.of(cache, this.properties);
		if (settings == null) {
			return Optional.empty();
		}
		SourceRoute route = new SourceRoute(settings, this.parts, () -> this.writers.of(settings));
		if (this.running) {
			route.partitions().forEach(Partition::start);
		}
		return Optional.of(route);
	}

	@Override
	public void afterSingletonsInstantiated() {
		// a wrong setting or a missing writer ends the start, not the first call
		this.properties.caches().keySet().forEach((cache) -> routeOf(cache).ifPresent(SourceRoute::writer));
	}

	@Override
	public synchronized void start() {
		this.running = true;
		open().forEach((route) -> route.partitions().forEach(Partition::start));
	}

	@Override
	public void stop() {
		synchronized (this) {
			this.running = false;
		}
		long until = LeaseKeeper.now() + this.drain.toNanos();
		List<CountDownLatch> finishing = open().stream()
			.flatMap((route) -> route.partitions().stream())
			.map((partition) -> partition.finish(until))
			.toList();
		try {
			for (CountDownLatch latch : finishing) {
				if (!latch.await(until - LeaseKeeper.now(), TimeUnit.NANOSECONDS)) {
					logger.warn("Changes still wait after %s; other instances write them, or this one after its start"
						.formatted(this.drain));
					return;
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return StopPhase.WAITING;
	}

	private Collection<SourceRoute> open() {
		return this.routes.values().stream().flatMap(Optional::stream).toList();
	}

	@Override
	public Set<String> caches() {
		Set<String> names = new TreeSet<>();
		open().forEach((route) -> names.add(route.settings().cache()));
		return names;
	}

	@Override
	public Backlog backlog(String cache) {
		List<Backlog> all = route(cache).partitions()
			.stream()
			.map((partition) -> this.parts.scripts().backlog(partition.keys()))
			.toList();
		return new Backlog(all.stream().mapToLong(Backlog::waiting).sum(),
				all.stream().mapToLong(Backlog::flying).sum(), all.stream().mapToLong(Backlog::dead).sum(),
				all.stream().flatMap((backlog) -> backlog.oldest().stream()).max(Duration::compareTo));
	}

	@Override
	public List<DeadLetter> deadLetters(String cache, int limit) {
		Require.that(limit >= 1 && limit <= 10_000, "limit", limit, "from 1 to 10000");
		List<DeadLetter> letters = new ArrayList<>();
		List<Partition> partitions = route(cache).partitions();
		for (int i = 0; i < partitions.size() && letters.size() < limit; i++) {
			letters.addAll(this.parts.scripts().letters(partitions.get(i).keys(), i, "-", limit - letters.size()));
		}
		return List.copyOf(letters);
	}

	@Override
	public boolean replay(String cache, String id) {
		Letter letter = letter(cache, id);
		return this.parts.scripts()
			.letters(letter.keys, letter.partition, letter.id, 1)
			.stream()
			.anyMatch((dead) -> dead.id().equals(id) && replay(route(cache), letter, dead.key()));
	}

	@Override
	public long replayAll(String cache) {
		SourceRoute route = route(cache);
		long replayed = 0;
		for (int i = 0; i < route.partitions().size(); i++) {
			for (DeadLetter dead : this.parts.scripts()
				.letters(route.partitions().get(i).keys(), i, "-", WriteScripts.MOST_LETTERS)) {
				replayed += replay(route, letter(cache, dead.id()), dead.key()) ? 1 : 0;
			}
		}
		return replayed;
	}

	private boolean replay(SourceRoute route, Letter letter, String key) {
		return route.evict(key, (eviction) -> this.parts.scripts().replay(letter.keys, letter.id, eviction));
	}

	@Override
	public long purge(String cache) {
		return route(cache).partitions()
			.stream()
			.mapToLong((partition) -> this.parts.scripts().purge(partition.keys(), ""))
			.sum();
	}

	@Override
	public boolean purge(String cache, String id) {
		Letter letter = letter(cache, id);
		return this.parts.scripts().purge(letter.keys, letter.id) == 1;
	}

	private Letter letter(String cache, String id) {
		List<Partition> partitions = route(cache).partitions();
		if (!id.matches("\\d{1,4}-\\d{1,19}-\\d{1,19}")) {
			throw new IllegalArgumentException("id must be one of a dead letter, such as 3-1700000000000-0: " + id);
		}
		int end = id.indexOf('-');
		int partition = Integer.parseInt(id.substring(0, end));
		if (partition >= partitions.size()) {
			throw new IllegalArgumentException(
					"id must begin with a number below %d: %s".formatted(partitions.size(), id));
		}
		return new Letter(partitions.get(partition).keys(), partition, id.substring(end + 1));
	}

	private SourceRoute route(String cache) {
		return routeOf(cache).orElseThrow(() -> new IllegalArgumentException(
				"The cache '%s' does not write to a source: those that do are %s".formatted(cache, caches())));
	}

	/**
	 * Where a dead letter is.
	 *
	 * @param keys keys of its partition
	 * @param partition number of that
	 * @param id its id there
	 */
	private record Letter(WriteKeys keys, int partition, String id) {
	}

}
