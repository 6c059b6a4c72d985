package io.github.redispatterns.cache;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.redispatterns.bloom.BloomFilters;
import io.github.redispatterns.cache.CachesUnderTest.Book;
import io.github.redispatterns.support.Fault;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What caches count.
 */
@RedisTest(dedicated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "cache:value", "cache:lease", "cache:versions", "bloom:meta", "bloom:bits", "kernel:probe" })
class CacheMetersIT {

	private static final Book DUNE = new Book("Dune", 412);

	private RedisServers servers;

	private Instances instances;

	@BeforeAll
	void start() {
		Map<String, Object> properties = new HashMap<>(this.servers.applicationProperties("jedis"));
		properties.put("redis-patterns.cache.caches.early.ttl", "1m");
		properties.put("redis-patterns.cache.caches.guarded.bloom-filter", "existing");
		properties.put("redis-patterns.cache.caches.small.local.maximum-size", 1);
		properties.put("redis-patterns.cache.caches.small.value.max-size", "64B");
		properties.put("redis-patterns.bloom.filters.existing.capacity", 100);
		this.instances = Instances.start(App.class, List.of(properties, properties));
	}

	@BeforeEach
	void settle() {
		// memory is emptied when trust in the messages begins
		this.instances.beans(CacheParts.class)
			.forEach((parts) -> Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
				parts.news().trustedUntil();
				return Boolean.TRUE.equals(parts.news().isTrusted());
			}));
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	@Test
	void hasTheStandardMetersOfCachesThatAreNamedAndOfThoseCreatedLater() {
		for (String name : List.of("early", "late")) {
			TieredCache<String, Book> books = books(0, name);
			books.getOrLoad("dune", (key) -> DUNE);
			books.get("dune");
			books.get("nothing");
			books.put("emma", new Book("Emma", 400));
			books.evict("emma");

			assertThat(count("cache.gets", name, "result", "hit")).isEqualTo(1);
			assertThat(count("cache.gets", name, "result", "miss")).isEqualTo(2);
			assertThat(count("cache.puts", name)).isEqualTo(2);
			assertThat(count("cache.removals", name)).isEqualTo(1);
			assertThat(registry(0).get("cache.size").tag("cache", name).gauge().value()).isEqualTo(1);
			assertThat(registry(0).get("cache.gets").tag("cache", name).tag("result", "hit").meter().getId().getTags())
				.containsExactlyInAnyOrder(Tag.of("cache", name), Tag.of("name", name),
						Tag.of("cache.manager", "cacheManager"), Tag.of("result", "hit"));
		}
	}

	@Test
	void standardMetersAreRegisteredOnce() {
		SpringCache cache = (SpringCache) this.instances.beans(TieredCacheManager.class).get(0).getCache("early");
		StandardCacheMeters.Provider provider = this.instances.beans(StandardCacheMeters.Provider.class).get(0);
		MeterRegistry other = new SimpleMeterRegistry();

		provider.getMeterBinder(cache, List.of(Tag.of("cache.manager", "cacheManager"), Tag.of("name", "early")))
			.bindTo(other);
		assertThat(other.getMeters()).isEmpty();
		provider.getMeterBinder(cache, List.of(Tag.of("cache.manager", "another"))).bindTo(other);
		assertThat(other.getMeters()).isNotEmpty();
	}

	@Test
	void countsWhoseMemoryWasTooSmall() {
		TieredCache<String, Book> books = books(0, "small");
		books.put("dune", DUNE);
		books.put("emma", new Book("Emma", 400));

		Awaitility.await().untilAsserted(() -> assertThat(count("cache.evictions", "small")).isEqualTo(1));
	}

	@Test
	void countsTiersApart() {
		// nobody is told of a load, so the value stays in memory
		books(1, "tiers").getOrLoad("dune", (key) -> DUNE);
		books(0, "tiers").get("dune");
		books(0, "tiers").get("dune");
		books(0, "tiers").get("nothing");

		assertThat(count("redis.patterns.cache.requests", "tiers", "tier", "memory", "result", "hit")).isEqualTo(1);
		assertThat(count("redis.patterns.cache.requests", "tiers", "tier", "memory", "result", "miss")).isEqualTo(2);
		assertThat(count("redis.patterns.cache.requests", "tiers", "tier", "redis", "result", "hit")).isEqualTo(1);
		assertThat(count("redis.patterns.cache.requests", "tiers", "tier", "redis", "result", "miss")).isEqualTo(1);
	}

	@Test
	void countsAndTimesLoads() {
		TieredCache<String, Book> books = books(0, "loads");
		books.getOrLoad("dune", (key) -> DUNE);
		assertThatIllegalStateException().isThrownBy(() -> books.getOrLoad("emma", (key) -> {
			throw new IllegalStateException("none");
		}));

		assertThat(count("redis.patterns.cache.loads", "loads", "result", "success")).isEqualTo(1);
		assertThat(count("redis.patterns.cache.loads", "loads", "result", "failure")).isEqualTo(1);
		FunctionTimer time = (FunctionTimer) registry(0).get("redis.patterns.cache.load.time")
			.tag("cache", "loads")
			.meter();
		assertThat(time.count()).isEqualTo(1);
		assertThat(time.totalTime(java.util.concurrent.TimeUnit.NANOSECONDS)).isPositive();
	}

	@Test
	void countsWhatWasEvictedMeanwhile() {
		books(0, "outdated").put("dune", DUNE);
		books(1, "outdated").get("dune");
		books(0, "outdated").clear();
		Awaitility.await().untilAsserted(() -> assertThat(books(1, "outdated").get("dune")).isNull());
		books(0, "outdated").get("dune");

		assertThat(count("redis.patterns.cache.discarded", "outdated", "reason", "outdated")).isPositive();
	}

	@Test
	void countsWhatOthersWrote() {
		books(0, "news").put("dune", DUNE);
		Awaitility.await().untilAsserted(() -> {
			books(0, "news").get("dune");
			books(1, "news").put("dune", DUNE);
			assertThat(count("redis.patterns.cache.invalidations", "news")).isPositive();
		});
	}

	@Test
	void asksAFilterBeforeItLoadsAndTellsItOfPuts() {
		TieredCache<String, Book> books = books(0, "guarded");
		this.instances.get(0).getBean(BloomFilters.class).filter("existing").add("emma");
		books.put("dune", DUNE);

		assertThat(books(1, "guarded").getOrLoad("dune", (key) -> null)).isEqualTo(DUNE);
		assertThat(books.getOrLoad("emma", (key) -> new Book(key, 1))).isEqualTo(new Book("emma", 1));
		assertThat(books.getOrLoad("none", (key) -> {
			throw new IllegalStateException("loaded");
		})).isNull();
		assertThat(count("redis.patterns.cache.loads", "guarded", "result", "excluded")).isEqualTo(1);
	}

	@Test
	void excludesNothingWhileTheFilterIsNotComplete() {
		assertThat(books(0, "guarded").getOrLoad("none", (key) -> DUNE)).isEqualTo(DUNE);
	}

	@Test
	void excludesNothingWhileRedisIsAwayAndTellsTheFilterLater() {
		TieredCache<String, Book> books = books(0, "guarded");
		books.put("emma", DUNE);
		try (Fault killed = this.servers.faults().killAll()) {
			books.put("dune", DUNE);
			assertThat(books.getOrLoad("none", (key) -> DUNE)).isEqualTo(DUNE);
			assertThat(count("redis.patterns.cache.bypassed", "guarded")).isPositive();
			assertThat(registry(0).get("redis.patterns.cache.recovery.waiting").tag("cache", "guarded").gauge().value())
				.isPositive();
		}
		BloomFilters filters = this.instances.get(1).getBean(BloomFilters.class);
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.ignoreExceptions()
			.untilAsserted(() -> assertThat(filters.filter("existing").mightContain("dune")).isTrue());
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(
					registry(0).get("redis.patterns.cache.recovery.waiting").tag("cache", "guarded").gauge().value())
				.isZero());
	}

	@Test
	void hasEveryMeterOfItsTableAndNoKeyInATag() {
		books(0, "complete").put("secret", DUNE);
		List<Meter> meters = registry(0).getMeters()
			.stream()
			.filter((meter) -> "complete".equals(meter.getId().getTag("cache")))
			.toList();

		assertThat(meters).extracting((meter) -> meter.getId().getName())
			.containsAll(CacheMeters.METERS.stream().map(io.github.redispatterns.internal.MeterRow::name).toList());
		assertThat(meters).flatExtracting((meter) -> meter.getId().getTags())
			.extracting(Tag::getValue)
			.noneMatch((value) -> value.contains("secret"));
	}

	private double count(String meter, String cache, String... tags) {
		return ((FunctionCounter) registry(0).get(meter).tag("cache", cache).tags(tags).meter()).count();
	}

	private MeterRegistry registry(int instance) {
		return this.instances.get(instance).getBean(MeterRegistry.class);
	}

	private TieredCache<String, Book> books(int instance, String name) {
		return this.instances.get(instance).getBean(TieredCacheManager.class).cache(name, String.class, Book.class);
	}

	@EnableAutoConfiguration
	static class App {

		@Bean
		MeterRegistry registry() {
			return new SimpleMeterRegistry();
		}

	}

}
