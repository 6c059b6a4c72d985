package io.github.redispatterns.cache;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.redispatterns.cache.LatchedBook.Gate;
import io.github.redispatterns.internal.LeaseKeeper;
import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each way to load meets each way to write, by this instance and by another one, at the
 * moment that hurts most.
 */
@RedisTest
@RedisKeys({ "cache:value", "cache:lease", "cache:versions", "kernel:probe" })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CacheRacesIT {

	private static final LatchedBook NEW = new LatchedBook("new");

	private static final LatchedBook LATER = new LatchedBook("later");

	private static final AtomicInteger NAMES = new AtomicInteger();

	RedisServers servers;

	private Instances instances;

	@BeforeAll
	void start() {
		Map<String, Object> properties = this.servers.applicationProperties("jedis");
		properties.put("redis-patterns.cache.defaults.refresh.ahead", "0.000000001");
		properties.put("redis-patterns.cache.defaults.stale.while-revalidate", "1h");
		properties.put("redis-patterns.cache.defaults.load.wait-time", "1m");
		properties.put("redis-patterns.cache.defaults.load.lease", "1m");
		this.instances = Instances.start(3, CoherentApp.class, properties);
		Awaitility.await().until(() -> trusts(0) && trusts(1) && trusts(2));
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	private TieredCache<String, LatchedBook> books(int instance, String name) {
		return this.instances.beans(TieredCacheManager.class)
			.get(instance)
			.cache(name, String.class, LatchedBook.class);
	}

	static Stream<Arguments> races() {
		return Arrays.stream(RacingLoad.values())
			.flatMap((load) -> Arrays.stream(RacingWrite.values())
				.filter((write) -> load != RacingLoad.ASYNC || write != RacingWrite.TAG)
				.flatMap((write) -> Stream.of(0, 1).map((writer) -> Arguments.of(load, write, writer))));
	}

	static Stream<Arguments> racesForAKey() {
		return races().filter((race) -> race.get()[1] == RacingWrite.PUT || race.get()[1] == RacingWrite.EVICT);
	}

	@ParameterizedTest
	@MethodSource("races")
	void nothingFromBeforeAWriteStays(RacingLoad load, RacingWrite write, int writer) throws Exception {
		String name = "race" + NAMES.incrementAndGet();
		Gate gate = new Gate();
		Aside<LatchedBook> reading = load.begin(books(1, name), books(0, name), gate);
		gate.awaitSomebody();

		write.on(books(writer, name));
		assertThat(books(writer, name).get("dune")).isEqualTo(write.leaves);
		awaitThatTheOthersKnow(writer, name);
		gate.open();

		assertThat(reading.get()).isEqualTo(RacingLoad.OLD);
		await(() -> tiers(1, name).flights().isEmpty());
		for (int i = 0; i < 3; i++) {
			assertThat(books(i, name).get("dune")).as("instance " + i).isEqualTo(write.leaves);
		}
	}

	@ParameterizedTest
	@MethodSource("racesForAKey")
	void whoComesAfterAWriteDoesNotGetWhatIsBeingLoaded(RacingLoad load, RacingWrite write, int writer)
			throws Exception {
		String name = "race" + NAMES.incrementAndGet();
		Gate gate = new Gate();
		Aside<LatchedBook> reading = load.begin(books(1, name), books(0, name), gate);
		gate.awaitSomebody();

		write.on(books(writer, name));
		awaitThatTheOthersKnow(writer, name);
		LatchedBook expected = (write.leaves != null) ? write.leaves : LATER;
		for (int i = 0; i < 3; i++) {
			// the value of a put is loaded again at once, because each read refreshes it
			assertThat(books(i, name).getOrLoad("dune", (key) -> LATER)).as("instance " + i).isIn(expected, LATER);
		}
		gate.open();
		assertThat(reading.get()).isEqualTo(RacingLoad.OLD);
		await(() -> tiers(1, name).flights().isEmpty());
		for (int i = 0; i < 3; i++) {
			assertThat(books(i, name).get("dune")).as("instance " + i).isIn(expected, LATER);
		}
	}

	@Test
	void aRevalidationThatAWriteOvertookIsOfferedToNobody() throws Exception {
		String name = "race" + NAMES.incrementAndGet();
		Gate found = new Gate();
		Gate loading = new Gate();
		TieredCache<String, LatchedBook> books = books(1, name);
		RacingLoad.becomeStale(books);
		Aside<LatchedBook> reading = Aside.start(() -> {
			found.close();
			return books.getOrLoad("dune", (key) -> {
				loading.pass();
				return RacingLoad.OLD;
			});
		});
		found.awaitSomebody();
		books.evict("dune");
		found.open();
		loading.awaitSomebody();

		assertThat(reading.get()).isEqualTo(RacingLoad.OLD);
		assertThat(books.getOrLoad("dune", (key) -> LATER)).isEqualTo(LATER);
		loading.open();
		assertThat(books.get("dune")).isEqualTo(LATER);
	}

	@Test
	void whoWaitsForTheLoadOfWhatATagEvictedIsWoken() throws Exception {
		String name = "race" + NAMES.incrementAndGet();
		Gate gate = new Gate();
		books(0, name).put("dune", RacingLoad.OLD, RacingLoad.TAGGED);
		books(0, name).evictTags("sf");
		awaitThatTheOthersKnow(0, name);
		Aside<LatchedBook> first = Aside.start(() -> books(0, name).getOrLoad("dune", (key) -> {
			gate.pass();
			return NEW;
		}));
		gate.awaitSomebody();
		Aside<LatchedBook> second = Aside.start(() -> books(1, name).getOrLoad("dune", (key) -> LATER));
		String lease = "test:cache:{" + name + ":dune}:lease";
		Awaitility.await().until(() -> this.servers.client().strlen(lease) == 17);
		gate.open();

		assertThat(first.get()).isEqualTo(NEW);
		assertThat(second.get()).isEqualTo(NEW);
	}

	@Test
	void aWriteThatStoresNothingIsNoLossToOthers() {
		String name = "race" + NAMES.incrementAndGet();
		books(0, name).put("dune", NEW, CacheWriteOptions.NONE.withVersion(7));
		long flushes = tiers(1, name).statistics().flushes.sum();
		for (int i = 0; i < 5; i++) {
			books(0, name).put("dune", RacingLoad.OLD, CacheWriteOptions.NONE.withVersion(6));
			assertThat(books(0, name).putIfAbsent("dune", RacingLoad.OLD)).isFalse();
		}

		Awaitility.await()
			.during(1500, TimeUnit.MILLISECONDS)
			.until(() -> tiers(1, name).statistics().flushes.sum() == flushes);
		assertThat(books(1, name).get("dune")).isEqualTo(NEW);
	}

	private boolean trusts(int instance) {
		return tiers(instance, "any").trust().covers(LeaseKeeper.now() - TimeUnit.HOURS.toNanos(1));
	}

	private CacheTiers tiers(int instance, String name) {
		return this.instances.beans(TieredCacheManager.class).get(instance).tiers(name);
	}

	// messages of one instance arrive in order
	private void awaitThatTheOthersKnow(int writer, String name) {
		String after = "after" + NAMES.incrementAndGet();
		for (int i = 0; i < 3; i++) {
			if (i != writer) {
				CacheTiers other = tiers(i, name);
				TieredCache<String, LatchedBook> others = books(i, name);
				await(() -> {
					// a clear on its way may remove it again
					others.put(after, NEW);
					return other.remembered(after, null) != null;
				});
				books(writer, name).evict(after);
				await(() -> other.remembered(after, null) == null);
			}
		}
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).until(condition);
	}

	/** Every way to write. */
	enum RacingWrite {

		PUT(NEW, (books) -> books.put("dune", NEW, RacingLoad.TAGGED)),

		EVICT(null, (books) -> books.evict("dune")),

		TAG(null, (books) -> books.evictTags("sf")),

		PREFIX(null, (books) -> books.evictPrefix("du")),

		CLEAR(null, TieredCache::clear);

		private final LatchedBook leaves;

		private final Consumer<TieredCache<String, LatchedBook>> writing;

		RacingWrite(LatchedBook leaves, Consumer<TieredCache<String, LatchedBook>> writing) {
			this.leaves = leaves;
			this.writing = writing;
		}

		void on(TieredCache<String, LatchedBook> books) {
			this.writing.accept(books);
		}

	}

}
