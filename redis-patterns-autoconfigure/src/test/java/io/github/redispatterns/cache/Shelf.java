package io.github.redispatterns.cache;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

import io.github.redispatterns.cache.CachesUnderTest.Book;
import io.github.redispatterns.support.RedisServers;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import redis.clients.jedis.Jedis;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * One cache with settings of its own in every instance, for one test.
 */
final class Shelf {

	static final Book FIRST = new Book("first", 1);

	static final Book SECOND = new Book("second", 2);

	private static final AtomicInteger NAMES = new AtomicInteger();

	private final String name = "shelf" + NAMES.incrementAndGet();

	private final RedisServers servers;

	private final List<TieredCacheManager> caches;

	private Shelf(RedisServers servers, List<TieredCacheManager> instances, String[] settings) {
		CacheProperties bound = properties(settings);
		this.servers = servers;
		this.caches = instances.stream()
			.map((instance) -> new TieredCacheManager(bound, instance.tiers("parts").loading().parts()))
			.toList();
	}

	/**
	 * Open a new cache.
	 * @param caches where
	 * @param settings below {@code redis-patterns.cache.defaults}, as {@code name=value}
	 * @return the cache, without jitter unless that is set
	 */
	static Shelf of(CachesUnderTest caches, String... settings) {
		return new Shelf(caches.servers(), IntStream.range(0, 3).mapToObj(caches::caches).toList(), settings);
	}

	/**
	 * Return what settings mean.
	 * @param settings below {@code redis-patterns.cache.defaults}, as {@code name=value}
	 * @return the settings
	 */
	static CacheSettings settings(String... settings) {
		return CacheSettings.of("shelf", properties(settings));
	}

	static CacheProperties properties(String... settings) {
		Map<String, String> properties = new HashMap<>();
		properties.put("redis-patterns.cache.defaults.jitter", "0");
		for (String setting : settings) {
			String[] parts = setting.split("=");
			properties.put("redis-patterns.cache.defaults." + parts[0], parts[1]);
		}
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("redis-patterns.cache",
				CacheProperties.class);
	}

	String name() {
		return this.name;
	}

	TieredCacheManager manager(int instance) {
		return this.caches.get(instance);
	}

	TieredCache<String, Book> in(int instance) {
		return manager(instance).cache(this.name, String.class, Book.class);
	}

	CacheTiers tiers(int instance) {
		return manager(instance).tiers(this.name);
	}

	/**
	 * Add up a count of all instances.
	 * @param count the count
	 * @return the sum
	 */
	long sum(ToLongFunction<CacheStatistics> count) {
		return this.caches.stream().map((each) -> each.tiers(this.name).statistics()).mapToLong(count).sum();
	}

	String valueOf(String key) {
		return "test:cache:{" + this.name + ":" + key + "}:value";
	}

	/**
	 * Name the key with the lease of an entry: the place of the value while there is
	 * none.
	 * @param key key of the entry
	 * @return the key in Redis
	 */
	String leaseOf(String key) {
		long length = this.servers.node(0).call((jedis) -> jedis.strlen(valueOf(key)));
		boolean leased = length > 0 && length < Envelope.HEADER;
		return leased ? valueOf(key) : "test:cache:{" + this.name + ":" + key + "}:lease";
	}

	/**
	 * Tell whether a value has ended, even if its place is kept for who loads it again.
	 * @param key key of the entry
	 * @return whether nobody gets it any more
	 */
	boolean hasEnded(String key) {
		CacheTiers tiers = tiers(0);
		return tiers.scripts().inspect(tiers.keys().entry(key), tiers.trust().versions()).value().length == 0;
	}

	Jedis redis() {
		return this.servers.connect(0);
	}

	boolean exists(String key) {
		return this.servers.node(0).call((jedis) -> jedis.exists(key));
	}

	/**
	 * Wait until a value that was there is no longer fresh in any instance.
	 * @param key its key
	 */
	void awaitStale(String key) {
		patience().until(() -> IntStream.range(0, 3).allMatch((i) -> in(i).get(key) == null));
	}

	void awaitEverywhere(String key, Book book) {
		patience().until(() -> IntStream.range(0, 3).allMatch((i) -> book.equals(in(i).get(key))));
	}

	static ConditionFactory patience() {
		return Awaitility.await().pollInterval(5, TimeUnit.MILLISECONDS).atMost(20, TimeUnit.SECONDS);
	}

}
