package io.github.redispatterns.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redispatterns.internal.LeaseKeeper;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.SetParams;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is kept where, and for how long.
 */
interface TierBehaviours extends CachesUnderTest {

	@Test
	default void memoryKeepsAValueForWhatIsLeftInRedis() {
		Shelf shelf = Shelf.of(this, "stale.on-error=1h");
		shelf.in(0).put("dune", Shelf.FIRST);
		try (Jedis redis = shelf.redis()) {
			byte[] value = redis.get(Bytes.of(shelf.valueOf("dune")));
			Envelope.end(value, serverMillis(redis) + TimeUnit.HOURS.toMillis(1) + 20_000);
			redis.set(Bytes.of(shelf.valueOf("dune")), value, SetParams.setParams().keepTtl());
		}
		shelf.in(1).get("dune");

		assertThat(millisInMemory(shelf, 1)).isBetween(1L, 20_000L);
		assertThat(millisInMemory(shelf, 0)).isBetween(20_000L, 60_000L);
	}

	@Test
	default void memoryKeepsAValueNoLongerThanItsOwnLimit() {
		Shelf shelf = Shelf.of(this, "local.ttl=5s");
		shelf.in(0).getOrLoad("dune", (key) -> Shelf.FIRST);
		shelf.in(1).get("dune");

		assertThat(millisInMemory(shelf, 0)).isBetween(1L, 5_000L);
		assertThat(millisInMemory(shelf, 1)).isBetween(1L, 5_000L);
	}

	@Test
	default void livesDifferByNoMoreThanTheJitter() {
		Shelf shelf = Shelf.of(this, "ttl=100s", "jitter=0.2", "stale.on-error=0s");
		List<Long> lives = new ArrayList<>();
		try (Jedis redis = shelf.redis()) {
			for (int i = 0; i < 40; i++) {
				shelf.in(0).getOrLoad("dune" + i, (key) -> Shelf.FIRST);
				lives.add(redis.pttl(shelf.valueOf("dune" + i)));
			}
		}
		assertThat(lives).allSatisfy((life) -> assertThat(life).isBetween(60_000L, 120_000L));
		assertThat(lives.stream().mapToLong((life) -> life / 1_000).distinct().count()).isGreaterThan(5);
	}

	@Test
	default void nothingIsRememberedForATimeOfItsOwn() {
		Shelf shelf = Shelf.of(this, "ttl=10m", "null-ttl=7s", "stale.on-error=1h");
		shelf.in(0).getOrLoad("none", (key) -> null);
		shelf.in(0).put("nought", null);

		try (Jedis redis = shelf.redis()) {
			assertThat(redis.pttl(shelf.valueOf("none"))).isBetween(1L, 7_000L);
			assertThat(redis.pttl(shelf.valueOf("nought"))).isBetween(1L, 7_000L);
		}
	}

	@Test
	default void nothingNeedNotBeRemembered() {
		Shelf shelf = Shelf.of(this, "null-ttl=0s");
		AtomicInteger loads = new AtomicInteger();
		for (int i = 0; i < 3; i++) {
			assertThat(shelf.in(i).getOrLoad("none", (key) -> {
				loads.incrementAndGet();
				return null;
			})).isNull();
		}
		shelf.in(0).put("dune", Shelf.FIRST);
		shelf.in(0).put("dune", null);

		assertThat(loads).hasValue(3);
		assertThat(shelf.exists(shelf.valueOf("none"))).isFalse();
		assertThat(shelf.exists(shelf.leaseOf("none"))).isFalse();
		assertThat(shelf.exists(shelf.valueOf("dune"))).isFalse();
		assertThat(shelf.in(0).getOrLoad("dune", (key) -> Shelf.SECOND)).isEqualTo(Shelf.SECOND);
	}

	@Test
	default void nothingThatIsLoadedIsStoredForAWhileAfterAnEviction() {
		Shelf shelf = Shelf.of(this, "evict.hold-off=1m");
		shelf.in(0).put("dune", Shelf.FIRST);
		assertThat(shelf.in(0).evict("dune")).isTrue();
		for (int i = 0; i < 3; i++) {
			assertThat(shelf.in(i).getOrLoad("dune", (key) -> Shelf.FIRST)).isEqualTo(Shelf.FIRST);
			assertThat(shelf.in(i).get("dune")).isNull();
		}
		assertThat(shelf.hasEnded("dune")).isTrue();
		shelf.in(1).put("dune", Shelf.SECOND);
		shelf.awaitEverywhere("dune", Shelf.SECOND);
	}

	@Test
	default void theHoldOffEnds() {
		Shelf shelf = Shelf.of(this, "evict.hold-off=100ms");
		shelf.in(0).evict("dune");

		Shelf.patience().until(() -> {
			shelf.in(0).getOrLoad("dune", (key) -> Shelf.FIRST);
			return shelf.in(1).get("dune") != null;
		});
	}

	@Test
	default void callersShareAValueUnlessTheyGetCopies() {
		for (boolean copy : new boolean[] { false, true }) {
			Shelf shelf = Shelf.of(this, "local.copy=" + copy);
			TieredCache<String, List<String>> lists = shelf.manager(0)
				.cache(shelf.name(), String.class, new ParameterizedTypeReference<>() {
				});
			List<String> loaded = lists.getOrLoad("loaded", (key) -> new ArrayList<>(List.of("a")));
			loaded.add("b");
			List<String> written = new ArrayList<>(List.of("a"));
			lists.put("written", written);
			written.add("b");
			lists.get("loaded").add("c");

			assertThat(lists.get("loaded")).isEqualTo(copy ? List.of("a") : List.of("a", "b", "c"));
			assertThat(lists.get("written")).isEqualTo(copy ? List.of("a") : List.of("a", "b"));
		}
	}

	@Test
	default void aCacheInMemoryAloneAsksRedisNothing() {
		Shelf shelf = Shelf.of(this, "tiers=LOCAL");
		TieredCache<String, Book> books = shelf.in(0);

		Map<String, Long> sent = CommandsOf.caches(servers(), () -> {
			assertThat(books.getOrLoad("dune", (key) -> Shelf.FIRST)).isEqualTo(Shelf.FIRST);
			assertThat(books.putIfAbsent("dune", Shelf.SECOND)).isFalse();
			assertThat(books.get("dune")).isEqualTo(Shelf.FIRST);
			assertThat(books.evict("dune")).isTrue();
			assertThat(books.evict("dune")).isFalse();
			assertThat(books.putIfAbsent("dune", Shelf.SECOND)).isTrue();
			books.put("emma", Shelf.FIRST, CacheWriteOptions.NONE.withTags("classic"));
			books.evictTags("classic");
			assertThat(books.get("emma")).isNull();
			assertThat(books.putIfAbsent("emma", Shelf.SECOND)).isTrue();
			books.evictPrefix("em");
			assertThat(books.get("emma")).isNull();
			assertThat(books.get("dune")).isEqualTo(Shelf.SECOND);
			books.clear();
			assertThat(books.get("dune")).isNull();
			assertThat(shelf.in(1).get("dune")).isNull();
		});
		assertThat(sent).isEmpty();
	}

	@Test
	default void aCacheInRedisAloneRemembersNothing() {
		Shelf shelf = Shelf.of(this, "tiers=REMOTE");
		assertThat(shelf.in(0).getOrLoad("dune", (key) -> Shelf.FIRST)).isEqualTo(Shelf.FIRST);

		for (int i = 0; i < 3; i++) {
			assertThat(shelf.in(i).inspect("dune")).hasValueSatisfying((value) -> {
				assertThat(value.inRedis()).isTrue();
				assertThat(value.inMemory()).isFalse();
			});
			assertThat(shelf.in(i).getOrLoad("dune", (key) -> Shelf.SECOND)).isEqualTo(Shelf.FIRST);
		}
		shelf.in(0).put("dune", Shelf.SECOND);
		for (int i = 0; i < 3; i++) {
			assertThat(shelf.in(i).get("dune")).isEqualTo(Shelf.SECOND);
		}
	}

	@Test
	default void whatIsTooLargeIsKeptInMemoryOnly() {
		Shelf shelf = Shelf.of(this, "value.max-size=100B");
		Book large = new Book("x".repeat(200), 1);
		shelf.in(0).put("dune", Shelf.FIRST);

		assertThat(shelf.in(0).getOrLoad("large", (key) -> large)).isEqualTo(large);
		shelf.in(0).put("dune", large);

		assertThat(shelf.in(0).get("large")).isEqualTo(large);
		assertThat(shelf.in(0).get("dune")).isEqualTo(large);
		assertThat(shelf.exists(shelf.valueOf("large"))).isFalse();
		assertThat(shelf.exists(shelf.leaseOf("large"))).isFalse();
		assertThat(shelf.exists(shelf.valueOf("dune"))).isFalse();
		assertThat(shelf.tiers(0).statistics().unstored.sum()).isEqualTo(2);
	}

	@Test
	default void whatIsLargeIsCompressed() {
		Shelf shelf = Shelf.of(this, "value.compress-above=100B");
		Book large = new Book("x".repeat(2_000), 1);
		Book small = new Book("x".repeat(20), 1);
		shelf.in(0).put("large", large);
		shelf.in(0).put("small", small);

		try (Jedis redis = shelf.redis()) {
			assertThat(redis.strlen(shelf.valueOf("large"))).isLessThan(200);
			assertThat(redis.getrange(shelf.valueOf("small"), 0, -1)).contains(small.title());
		}
		assertThat(shelf.in(1).get("large")).isEqualTo(large);
		assertThat(shelf.in(1).get("small")).isEqualTo(small);
	}

	@Test
	default void aKeyThatIsNotOursIsMendedByTheNextWrite() {
		Shelf shelf = Shelf.of(this);
		try (Jedis redis = shelf.redis()) {
			redis.hset(shelf.valueOf("dune"), "foreign", "1");
			redis.set(shelf.valueOf("emma"), "not an envelope");
			redis.set(shelf.valueOf("ulysses"), "0123456789abcdef");
			redis.set(shelf.valueOf("walden"), "-");
		}
		for (String key : List.of("dune", "emma", "ulysses", "walden")) {
			assertThat(shelf.in(0).get(key)).isNull();
			assertThat(shelf.in(0).getOrLoad(key, (same) -> Shelf.FIRST)).isEqualTo(Shelf.FIRST);
			shelf.in(1).put(key, Shelf.SECOND);
			shelf.awaitEverywhere(key, Shelf.SECOND);
		}
	}

	@Test
	default void aKeyThatIsNotOursCanBeEvicted() {
		Shelf shelf = Shelf.of(this);
		try (Jedis redis = shelf.redis()) {
			redis.hset(shelf.valueOf("dune"), "foreign", "1");
		}
		assertThat(shelf.in(0).evict("dune")).isFalse();
		assertThat(shelf.exists(shelf.valueOf("dune"))).isFalse();
	}

	@Test
	default void instancesAgreeOnVersionsThatWereLostWithoutAMessage() {
		Shelf shelf = Shelf.of(this, "tiers=REMOTE");
		AtomicInteger loads = new AtomicInteger();
		shelf.in(0).getOrLoad("dune", (key) -> Shelf.FIRST);
		try (Jedis redis = shelf.redis()) {
			redis.del("test:cache:{" + shelf.name() + "}:versions");
		}

		Shelf.patience().until(() -> {
			int before = loads.get();
			for (int i = 0; i < 9; i++) {
				shelf.in(i % 3).getOrLoad("dune", (key) -> new Book("dune", loads.incrementAndGet()));
			}
			return loads.get() > 0 && loads.get() == before;
		});
	}

	private static long serverMillis(Jedis redis) {
		List<String> time = redis.time();
		return Long.parseLong(time.get(0)) * 1000 + Long.parseLong(time.get(1)) / 1000;
	}

	private static long millisInMemory(Shelf shelf, int instance) {
		LocalEntry entry = shelf.tiers(instance).remembered("dune", null);
		assertThat(entry).isNotNull();
		return TimeUnit.NANOSECONDS.toMillis(entry.expires() - LeaseKeeper.now());
	}

}
