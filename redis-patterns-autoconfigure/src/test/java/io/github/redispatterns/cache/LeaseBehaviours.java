package io.github.redispatterns.cache;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.JvmProcess;
import io.github.redispatterns.support.Rivals;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.SetParams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * No lease, no store: who may load, and who may store what was loaded.
 */
interface LeaseBehaviours extends CachesUnderTest {

	@Test
	default void aValueIsThereForItsTimeToLive() {
		Shelf shelf = Shelf.of(this, "stale.on-error=0s");
		shelf.in(0).put("dune", Shelf.FIRST, CacheWriteOptions.NONE.withTtl(Duration.ofMillis(800)));

		assertThat(shelf.in(0).get("dune")).isEqualTo(Shelf.FIRST);
		try (Jedis redis = shelf.redis()) {
			assertThat(redis.pttl(shelf.valueOf("dune"))).isBetween(1L, 800L);
		}
		shelf.awaitStale("dune");
		Shelf.patience().until(() -> !shelf.exists(shelf.valueOf("dune")));
	}

	@Test
	default void oneOfSixteenCallersInThreeInstancesLoads() {
		Shelf shelf = Shelf.of(this);
		AtomicInteger loads = new AtomicInteger();

		List<Book> books = Rivals.race(16,
				(i) -> shelf.in(i % 3).getOrLoad("dune", (key) -> new Book("winner", loads.incrementAndGet())));

		assertThat(books).hasSize(16).containsOnly(new Book("winner", 1));
		assertThat(shelf.sum((statistics) -> statistics.refused.sum())).isZero();
	}

	@Test
	default void aLoadOfOneKeyKeepsNobodyFromAnother() throws Exception {
		Shelf shelf = Shelf.of(this);
		HeldLoad held = new HeldLoad(Shelf.FIRST);
		Aside<Book> slow = Aside.start(() -> shelf.in(0).getOrLoad("slow", held));
		held.awaitBegun();

		for (int i = 0; i < 3; i++) {
			String key = "quick" + i;
			assertThat(shelf.in(i).getOrLoad(key, (same) -> Shelf.SECOND)).isEqualTo(Shelf.SECOND);
		}
		held.release();
		assertThat(slow.get()).isEqualTo(Shelf.FIRST);
	}

	@Test
	default void aLoadThatTakesLongerThanItsLeaseKeepsIt() throws Exception {
		Shelf shelf = Shelf.of(this, "load.lease=1s", "load.wait-time=30s");
		HeldLoad held = new HeldLoad(Shelf.FIRST);
		AtomicInteger others = new AtomicInteger();
		Aside<Book> slow = Aside.start(() -> shelf.in(0).getOrLoad("dune", held));
		held.awaitBegun();
		List<Aside<Book>> waiting = IntStream.range(1, 3)
			.mapToObj((i) -> Aside
				.start(() -> shelf.in(i).getOrLoad("dune", (key) -> new Book("other", others.incrementAndGet()))))
			.toList();

		awaitThatManyLeases(shelf, "dune", 3);
		held.release();

		assertThat(slow.get()).isEqualTo(Shelf.FIRST);
		for (Aside<Book> each : waiting) {
			assertThat(each.get()).isEqualTo(Shelf.FIRST);
		}
		assertThat(others).hasValue(0);
		assertThat(held.runs()).isOne();
	}

	// each renewal makes the rest of the lease longer than it was
	private static void awaitThatManyLeases(Shelf shelf, String key, int count) {
		long[] state = { Long.MAX_VALUE, 0 };
		try (Jedis redis = shelf.redis()) {
			Shelf.patience().until(() -> {
				long left = redis.pttl(shelf.leaseOf(key));
				assertThat(left).isPositive();
				state[1] += (left > state[0]) ? 1 : 0;
				state[0] = left;
				return state[1] >= 3 * count;
			});
		}
	}

	@Test
	default void aLoadWhoseLeaseWasTakenAwayGivesItsValueAndDoesNotStoreIt() throws Exception {
		Shelf shelf = Shelf.of(this);
		HeldLoad held = new HeldLoad(Shelf.FIRST);
		Aside<Book> loading = Aside.start(() -> shelf.in(0).getOrLoad("dune", held));
		held.awaitBegun();
		try (Jedis redis = shelf.redis()) {
			assertThat(redis.del(shelf.leaseOf("dune"))).isOne();
		}
		held.release();

		assertThat(loading.get()).isEqualTo(Shelf.FIRST);
		assertThat(shelf.exists(shelf.valueOf("dune"))).isFalse();
		assertThat(shelf.in(0).get("dune")).isNull();
	}

	@Test
	default void ofTwoLoadsOneStores() throws Exception {
		Shelf shelf = Shelf.of(this);
		HeldLoad held = new HeldLoad(Shelf.FIRST);
		Aside<Book> late = Aside.start(() -> shelf.in(0).getOrLoad("dune", held));
		held.awaitBegun();
		try (Jedis redis = shelf.redis()) {
			redis.del(shelf.leaseOf("dune"));
		}
		assertThat(shelf.in(1).getOrLoad("dune", (key) -> Shelf.SECOND)).isEqualTo(Shelf.SECOND);
		held.release();

		assertThat(late.get()).isEqualTo(Shelf.FIRST);
		shelf.awaitEverywhere("dune", Shelf.SECOND);
		assertThat(shelf.sum((statistics) -> statistics.loads.sum())).isEqualTo(2);
		assertThat(shelf.sum((statistics) -> statistics.refused.sum())).isOne();
	}

	@Test
	default void aFailureReachesAllWhoWaitForTheLoadAndFreesTheLease() throws Exception {
		Shelf shelf = Shelf.of(this);
		AtomicInteger loads = new AtomicInteger();
		HeldLoad held = new HeldLoad(Shelf.FIRST);
		CacheLoader<String, Book> failing = (key, load) -> {
			held.load(key, load);
			throw new IllegalArgumentException("failure " + loads.incrementAndGet());
		};
		Aside<Book> first = Aside.start(() -> shelf.in(0).getOrLoad("dune", failing));
		held.awaitBegun();
		List<Aside<Book>> all = Stream
			.concat(Stream.of(first),
					IntStream.range(0, 4).mapToObj((i) -> Aside.start(() -> shelf.in(0).getOrLoad("dune", failing))))
			.toList();
		Shelf.patience().until(() -> all.stream().allMatch(Aside::isWaiting));
		held.release();

		for (Aside<Book> each : all) {
			assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(each::get).withMessage("failure 1");
		}
		assertThat(shelf.exists(shelf.leaseOf("dune"))).isFalse();
		assertThat(shelf.in(0).getOrLoad("dune", (key) -> Shelf.SECOND)).isEqualTo(Shelf.SECOND);
	}

	@Test
	default void whoWaitedTooLongLoadsForItselfAndStoresNothing() throws Exception {
		Shelf shelf = Shelf.of(this, "load.wait-time=50ms");
		HeldLoad held = new HeldLoad(Shelf.FIRST);
		Aside<Book> loading = Aside.start(() -> shelf.in(0).getOrLoad("dune", held));
		held.awaitBegun();

		for (int i = 0; i < 3; i++) {
			assertThat(shelf.in(i).getOrLoad("dune", (key) -> Shelf.SECOND)).isEqualTo(Shelf.SECOND);
			assertThat(shelf.in(i).get("dune")).isNull();
		}
		held.release();
		assertThat(loading.get()).isEqualTo(Shelf.FIRST);
		shelf.awaitEverywhere("dune", Shelf.FIRST);
	}

	@Test
	default void whoWaitedTooLongMayFailInstead() throws Exception {
		Shelf shelf = Shelf.of(this, "load.wait-time=50ms", "load.on-wait-timeout=FAIL");
		HeldLoad held = new HeldLoad(Shelf.FIRST);
		Aside<Book> loading = Aside.start(() -> shelf.in(0).getOrLoad("dune", held));
		held.awaitBegun();

		for (int i = 0; i < 3; i++) {
			TieredCache<String, Book> books = shelf.in(i);
			assertThatExceptionOfType(CacheLoadTimeoutException.class)
				.isThrownBy(() -> books.getOrLoad("dune", (key) -> Shelf.SECOND))
				.withMessageContaining("load.wait-time");
		}
		CompletableFuture<Book> future = shelf.in(1)
			.getAsync("dune", (key) -> CompletableFuture.completedFuture(Shelf.SECOND));
		assertThat(future).failsWithin(20, TimeUnit.SECONDS)
			.withThrowableThat()
			.withCauseInstanceOf(CacheLoadTimeoutException.class);
		held.release();
		assertThat(loading.get()).isEqualTo(Shelf.FIRST);
	}

	@Test
	default void eachInstanceLoadsForItselfIfThatIsEnough() throws Exception {
		Shelf shelf = Shelf.of(this, "load.coalesce=LOCAL");
		HeldLoad held = new HeldLoad(Shelf.FIRST);
		Aside<Book> loading = Aside.start(() -> shelf.in(0).getOrLoad("dune", held));
		held.awaitBegun();

		assertThat(shelf.in(1).getOrLoad("dune", (key) -> Shelf.SECOND)).isEqualTo(Shelf.SECOND);
		held.release();
		assertThat(loading.get()).isEqualTo(Shelf.FIRST);
		assertThat(shelf.in(2).get("dune")).isEqualTo(Shelf.FIRST);
	}

	@Test
	default void anotherInstanceTakesOverFromAKilledProcess() {
		Shelf shelf = Shelf.of(this, "load.lease=2s", "load.wait-time=60s");
		String[] arguments = Stream
			.concat(Stream.of(shelf.name()), Stream.of(Instances.arguments(servers().applicationProperties("jedis"))))
			.toArray(String[]::new);
		try (JvmProcess process = JvmProcess.start(LoadingProcess.class, arguments)) {
			process.awaitLine("loading"::equals);
			Aside<Book> next = Aside.start(() -> shelf.in(0).getOrLoad("dune", (key) -> Shelf.SECOND));
			Shelf.patience().until(() -> leaseIsAwaited(shelf));
			process.kill();

			assertThat(next.get()).isEqualTo(Shelf.SECOND);
			assertThat(shelf.in(1).get("dune")).isEqualTo(Shelf.SECOND);
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	default void byDefaultOneOfAllWhoWaitTakesOverFromALoadThatDied() {
		Shelf shelf = Shelf.of(this);
		AtomicInteger loads = new AtomicInteger();
		try (Jedis redis = shelf.redis()) {
			// nobody renews it
			redis.set(shelf.leaseOf("dune"), "0123456789abcdef",
					SetParams.setParams().px(shelf.tiers(0).settings().lease().toMillis()));
		}

		List<Book> books = Rivals.race(12,
				(i) -> shelf.in(i % 3).getOrLoad("dune", (key) -> new Book("next", loads.incrementAndGet())));

		assertThat(books).hasSize(12).containsOnly(new Book("next", 1));
		shelf.awaitEverywhere("dune", new Book("next", 1));
	}

	private static boolean leaseIsAwaited(Shelf shelf) {
		try (Jedis redis = shelf.redis()) {
			return redis.strlen(shelf.leaseOf("dune")) == 17;
		}
	}

}
