package io.github.redispatterns.cache;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.Rivals;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Values that are loaded before they go stale.
 */
interface RefreshBehaviours extends CachesUnderTest {

	@Test
	default void aRefreshKeepsNobodyAndRunsOnce() {
		Shelf shelf = Shelf.of(this, "refresh.ahead=0.000001", "refresh.early-beta=0");
		shelf.in(0).getOrLoad("dune", (key) -> Shelf.FIRST);
		HeldLoad held = new HeldLoad(Shelf.SECOND);

		for (int instance = 0; instance < 3; instance++) {
			int i = instance;
			Shelf.patience().until(() -> {
				assertThat(shelf.in(i).getOrLoad("dune", held)).isEqualTo(Shelf.FIRST);
				return shelf.tiers(i).statistics().refreshes.sum() > 0;
			});
			if (i == 0) {
				held.awaitBegun();
			}
		}
		Shelf.patience().until(() -> shelf.tiers(1).flights().isEmpty() && shelf.tiers(2).flights().isEmpty());
		assertThat(held.runs()).isOne();
		assertThat(held.ranHere()).isFalse();
		held.release();
		Shelf.patience().until(() -> Shelf.SECOND.equals(shelf.in(0).get("dune")));
	}

	@Test
	default void aThreadThatBeganARefreshNeedNotLoadWithoutMemoryEither() {
		Shelf shelf = Shelf.of(this, "refresh.ahead=0.000001", "refresh.early-beta=0", "tiers=REMOTE");
		shelf.in(0).getOrLoad("dune", (key) -> Shelf.FIRST);
		HeldLoad held = new HeldLoad(Shelf.SECOND);

		Shelf.patience().until(() -> {
			assertThat(shelf.in(0).getOrLoad("dune", held)).isEqualTo(Shelf.FIRST);
			return held.runs() == 1;
		});
		assertThat(shelf.in(0).getOrLoad("dune", held)).isEqualTo(Shelf.FIRST);
		assertThat(held.ranHere()).isFalse();
		held.release();
	}

	// FusionCache: NormalFactoryExecutionWaitsForInFlightEagerRefresh
	@Test
	default void whoFindsNothingFreshWaitsForTheRefreshThatIsUnderWay() throws Exception {
		Shelf shelf = Shelf.of(this, "ttl=2s", "null-ttl=1s", "refresh.ahead=0.05", "refresh.early-beta=0",
				"stale.on-error=0s", "load.wait-time=30s");
		shelf.in(0).getOrLoad("dune", (key) -> Shelf.FIRST);
		HeldLoad held = new HeldLoad(Shelf.SECOND);
		AtomicInteger others = new AtomicInteger();
		Shelf.patience().until(() -> {
			assertThat(shelf.in(0).getOrLoad("dune", held)).isEqualTo(Shelf.FIRST);
			return held.runs() == 1;
		});
		shelf.awaitStale("dune");
		Aside<Book> here = Aside
			.start(() -> shelf.in(0).getOrLoad("dune", (key) -> new Book("other", others.incrementAndGet())));
		Aside<Book> there = Aside
			.start(() -> shelf.in(1).getOrLoad("dune", (key) -> new Book("other", others.incrementAndGet())));
		Shelf.patience().until(() -> here.isWaiting() && there.isWaiting());
		held.release();

		assertThat(here.get()).isEqualTo(Shelf.SECOND);
		assertThat(there.get()).isEqualTo(Shelf.SECOND);
		assertThat(others).hasValue(0);
	}

	@Test
	default void aRefreshOfWhatWasEvictedMeanwhileIsDropped() {
		Shelf shelf = Shelf.of(this, "refresh.ahead=0.000001", "refresh.early-beta=0");
		shelf.in(0).getOrLoad("dune", (key) -> Shelf.FIRST);
		HeldLoad held = new HeldLoad(Shelf.SECOND);
		Shelf.patience().until(() -> {
			shelf.in(0).getOrLoad("dune", held);
			return held.runs() == 1;
		});
		shelf.in(1).evict("dune");
		held.release();

		Shelf.patience().until(() -> shelf.tiers(0).statistics().refused.sum() == 1);
		for (int i = 0; i < 3; i++) {
			TieredCache<String, Book> books = shelf.in(i);
			Shelf.patience().until(() -> books.get("dune") == null);
		}
	}

	// JetCache: RefreshCacheTest, a loader that fails
	@Test
	default void aRefreshThatFailsLeavesTheValueAndIsPaused() {
		Shelf shelf = Shelf.of(this, "refresh.ahead=0.000001", "refresh.early-beta=0", "stale.error-pause=1h");
		shelf.in(0).getOrLoad("dune", (key) -> Shelf.FIRST);
		AtomicInteger loads = new AtomicInteger();
		CacheLoader<String, Book> failing = (key, load) -> {
			loads.incrementAndGet();
			throw new IllegalStateException("no luck");
		};

		Shelf.patience().until(() -> {
			assertThat(shelf.in(0).getOrLoad("dune", failing)).isEqualTo(Shelf.FIRST);
			return loads.get() == 1 && shelf.tiers(0).flights().isEmpty();
		});
		for (int i = 0; i < 5; i++) {
			assertThat(shelf.in(0).getOrLoad("dune", failing)).isEqualTo(Shelf.FIRST);
		}
		assertThat(shelf.tiers(0).statistics().refreshes.sum()).isOne();
		assertThat(loads).hasValue(1);
	}

	/**
	 * Fifty lives of a value that takes a while to compute, by early recomputation alone:
	 * whoever reads never computes. It begins more than a second before the end, so a
	 * machine that stands still for less does not matter.
	 */
	@Test
	default void nobodyWaitsForAHotKey() {
		Shelf shelf = Shelf.of(this, "ttl=1600ms", "null-ttl=0s", "refresh.ahead=1", "refresh.early-beta=6",
				"stale.on-error=0s");
		Set<Thread> loading = ConcurrentHashMap.newKeySet();
		AtomicInteger loads = new AtomicInteger();
		CacheLoader<String, Book> slow = (key, load) -> {
			loading.add(Thread.currentThread());
			await(Duration.ofMillis(30));
			return new Book("dune", loads.incrementAndGet());
		};
		shelf.in(0).getOrLoad("dune", slow);
		loading.clear();
		Set<Thread> reading = ConcurrentHashMap.newKeySet();

		Rivals.race(2, Duration.ofSeconds(90), (i) -> {
			reading.add(Thread.currentThread());
			while (loads.get() < 51) {
				assertThat(shelf.in(i).getOrLoad("dune", slow)).isNotNull();
				LockSupport.parkNanos(50_000);
			}
			return i;
		});

		assertThat(loads).hasValueGreaterThan(50);
		assertThat(loading).isNotEmpty().doesNotContainAnyElementsOf(reading);
	}

	private static void await(Duration duration) {
		try {
			new CountDownLatch(1).await(duration.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
