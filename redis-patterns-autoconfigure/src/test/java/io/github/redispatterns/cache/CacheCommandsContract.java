package io.github.redispatterns.cache;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.redispatterns.internal.LeaseKeeper;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RunningInstances.Starter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.cache.Cache;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Commands that each operation sends, which the documentation states.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "cache:value", "cache:lease", "cache:versions" })
abstract class CacheCommandsContract {

	private static final AtomicInteger NAMES = new AtomicInteger();

	private static final String KEY = "dune";

	RedisServers servers;

	private Instances instances;

	private String name;

	@BeforeAll
	void start() {
		this.instances = Instances.start(2, Starter.class, this.servers.applicationProperties("jedis"));
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	/**
	 * Versions are read once when a cache is first used, and again when broadcasts begin
	 * to be trusted.
	 */
	@BeforeEach
	void know() {
		this.name = "c" + NAMES.incrementAndGet();
		for (int instance = 0; instance < 2; instance++) {
			int i = instance;
			Shelf.patience().until(() -> {
				cache(i).get("other");
				CacheTiers tiers = this.instances.beans(TieredCacheManager.class).get(i).tiers(this.name);
				return LeaseKeeper.now() < tiers.loading().parts().news().trustedUntil();
			});
			cache(i).get("other");
		}
	}

	@Test
	void aHitInMemorySendsNothing() {
		cache(0).put(KEY, Shelf.FIRST);

		assertThat(commands(() -> {
			for (int i = 0; i < 100; i++) {
				assertThat(cache(0).get(KEY)).isEqualTo(Shelf.FIRST);
				assertThat(cache(0).getOrLoad(KEY, (key) -> Shelf.SECOND)).isEqualTo(Shelf.FIRST);
				assertThat(cache(0).getAsync(KEY, (key) -> CompletableFuture.completedFuture(Shelf.SECOND)).join())
					.isEqualTo(Shelf.FIRST);
				assertThat(spring(0).get(KEY)).isNotNull();
			}
		})).isZero();
	}

	@Test
	void aHitInRedisIsOneCommand() {
		for (String key : List.of("a", "b", "c", "d")) {
			cache(0).put(key, Shelf.FIRST);
		}

		assertThat(commands(() -> cache(1).get("a"))).isOne();
		assertThat(commands(() -> cache(1).getOrLoad("b", (key) -> Shelf.SECOND))).isOne();
		assertThat(
				commands(() -> cache(1).getAsync("c", (key) -> CompletableFuture.completedFuture(Shelf.SECOND)).join()))
			.isOne();
		assertThat(commands(() -> spring(1).get("d", () -> Shelf.SECOND))).isOne();
	}

	@Test
	void aMissIsOneCommandAndItsLoadAnother() {
		assertThat(commands(() -> cache(0).get("none"))).isOne();
		assertThat(commands(() -> cache(0).getOrLoad("a", (key) -> Shelf.FIRST))).isEqualTo(2);
		assertThat(commands(() -> cache(0).getOrLoad("b", (key) -> null))).isEqualTo(2);
		assertThat(commands(() -> cache(0).getOrLoad("c", (key, load) -> {
			load.noStore();
			return Shelf.FIRST;
		}))).isEqualTo(2);
		assertThat(
				commands(() -> cache(0).getAsync("d", (key) -> CompletableFuture.completedFuture(Shelf.FIRST)).join()))
			.isEqualTo(2);
		assertThat(commands(() -> spring(0).get("e", () -> Shelf.FIRST))).isEqualTo(2);
	}

	@Test
	void manyKeysAreTheSameCommandsInOneJourneyForEachStep() {
		List<String> keys = List.of("a", "b", "c", "d");
		Map<String, CachesUnderTest.Book> books = keys.stream()
			.collect(Collectors.toMap(Function.identity(), (key) -> Shelf.FIRST));

		assertThat(commands(() -> cache(0).getAll(keys))).isEqualTo(4);
		assertThat(commands(() -> cache(0).getAllOrLoad(keys, (missing) -> books))).isEqualTo(8);
		assertThat(commands(() -> assertThat(cache(1).getAll(keys)).isEqualTo(books))).isEqualTo(4);
		assertThat(commands(() -> assertThat(cache(1).getAllOrLoad(keys, (missing) -> Map.of())).isEqualTo(books)))
			.isZero();

		Journeys journeys = Journeys.of(this.instances.beans(CacheParts.class).get(0));
		TieredCache<String, CachesUnderTest.Book> counted = journeys.caches()
			.cache("counted-" + this.name, String.class, CachesUnderTest.Book.class);
		counted.get("other");
		assertThat(journeys.during(() -> counted.getAll(keys))).isOne();
		assertThat(journeys.during(() -> counted.getAllOrLoad(keys, (missing) -> books))).isEqualTo(2);
		assertThat(counted.getAll(keys)).isEqualTo(books);
	}

	@Test
	void everyWriteIsOneCommand() {
		assertThat(commands(() -> cache(0).put(KEY, Shelf.FIRST))).isOne();
		assertThat(commands(() -> cache(0).put(KEY, Shelf.SECOND, CacheWriteOptions.NONE.withVersion(2)))).isOne();
		assertThat(commands(() -> cache(0).putIfAbsent("a", Shelf.FIRST))).isOne();
		assertThat(commands(() -> cache(0).evict(KEY))).isOne();
		assertThat(commands(() -> cache(0).evict("none"))).isOne();
		assertThat(commands(() -> spring(0).put(KEY, Shelf.FIRST))).isOne();
		assertThat(commands(() -> spring(0).evict(KEY))).isOne();
	}

	@Test
	void anEvictionOfManyIsOneCommandHoweverMany() {
		for (int i = 0; i < 100; i++) {
			cache(0).put("sf" + i, Shelf.FIRST, CacheWriteOptions.NONE.withTags("sf", "tag" + i));
		}

		assertThat(commands(() -> cache(0).evictTags("sf"))).isOne();
		assertThat(commands(() -> cache(0).evictTags("tag1", "tag2", "tag3"))).isOne();
		assertThat(commands(() -> cache(0).evictPrefix("sf"))).isOne();
		assertThat(commands(() -> cache(0).clear())).isOne();
		assertThat(commands(() -> spring(0).clear())).isOne();
		assertThat(commands(() -> cache(0).get("sf1"))).isOne();
	}

	@Test
	void whatAWriteTellsOthersCostsThemNothing() {
		cache(0).put(KEY, Shelf.FIRST);
		assertThat(cache(1).get(KEY)).isEqualTo(Shelf.FIRST);

		assertThat(commands(() -> {
			cache(0).put(KEY, Shelf.SECOND);
			CacheTiers tiers = this.instances.beans(TieredCacheManager.class).get(1).tiers(this.name);
			Shelf.patience().until(() -> tiers.remembered(KEY, null) == null);
		})).isOne();
	}

	@Test
	void aHundredCallersOfAMissAreTwoCommands() {
		assertThat(commands(() -> {
			List<CompletableFuture<CachesUnderTest.Book>> all = IntStream.range(0, 100)
				.mapToObj((i) -> cache(0).getAsync(KEY, (key) -> CompletableFuture.completedFuture(Shelf.FIRST)))
				.toList();
			all.forEach(CompletableFuture::join);
		})).isEqualTo(2);
	}

	private long commands(Runnable work) {
		Map<String, Long> sent = CommandsOf.caches(this.servers, work);
		// a script that the server meets for the first time is sent twice
		return sent.getOrDefault("evalsha", 0L) + others(sent);
	}

	private static long others(Map<String, Long> sent) {
		return sent.entrySet()
			.stream()
			.filter((each) -> !each.getKey().startsWith("eval"))
			.mapToLong(Map.Entry::getValue)
			.sum();
	}

	private TieredCache<String, CachesUnderTest.Book> cache(int instance) {
		return this.instances.beans(TieredCacheManager.class)
			.get(instance)
			.cache(this.name, String.class, CachesUnderTest.Book.class);
	}

	private Cache spring(int instance) {
		return this.instances.beans(TieredCacheManager.class).get(instance).getCache(this.name);
	}

}
