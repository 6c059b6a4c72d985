package io.github.redispatterns.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.redispatterns.support.Aside;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * One load for several keys has the rights and duties of a load for one.
 */
interface BulkBehaviours extends CachesUnderTest {

	@Test
	default void whatTheFilterExcludesIsNotLoadedWithTheOthers() {
		Shelf shelf = Shelf.of(this, "bloom-filter=existing");
		shelf.in(0).put("dune", Shelf.FIRST);
		shelf.in(0).clear();
		List<String> asked = new ArrayList<>();

		assertThat(shelf.in(1).getAllOrLoad(List.of("dune", "never"), (missing) -> {
			asked.addAll(missing);
			return Map.of("dune", Shelf.SECOND);
		})).containsEntry("dune", Shelf.SECOND).containsEntry("never", null);
		assertThat(asked).containsExactly("dune");
		assertThat(shelf.in(1).inspect("never")).isEmpty();
	}

	@Test
	default void aBulkLoadTooManyIsRejected() throws Exception {
		Shelf shelf = Shelf.of(this, "load.max-concurrent=1");
		HeldLoad held = new HeldLoad(Shelf.FIRST);
		Aside<Book> loading = Aside.start(() -> shelf.in(0).getOrLoad("held", held));
		held.awaitBegun();

		assertThatExceptionOfType(CacheLoadRejectedException.class)
			.isThrownBy(() -> shelf.in(0).getAllOrLoad(List.of("dune", "emma"), all(Shelf.SECOND)));
		// its leases were given back
		assertThat(shelf.in(1).getAllOrLoad(List.of("dune", "emma"), all(Shelf.SECOND)).values())
			.containsOnly(Shelf.SECOND);
		assertThat(shelf.in(2).get("emma")).isEqualTo(Shelf.SECOND);
		held.release();
		assertThat(loading.get()).isEqualTo(Shelf.FIRST);
		assertThat(shelf.in(0).getAllOrLoad(List.of("ivan", "anna"), all(Shelf.SECOND))).hasSize(2);
	}

	@Test
	default void aBulkLoadIsOneLoadOfThoseThatMayRun() throws Exception {
		Shelf shelf = Shelf.of(this, "load.max-concurrent=1");
		HeldLoad held = new HeldLoad(Shelf.FIRST);
		Aside<Map<String, Book>> loading = Aside
			.start(() -> shelf.in(0).getAllOrLoad(List.of("dune", "emma"), (missing) -> {
				held.load("all", new CacheLoad());
				return Map.of("dune", Shelf.FIRST, "emma", Shelf.FIRST);
			}));
		held.awaitBegun();

		assertThatExceptionOfType(CacheLoadRejectedException.class)
			.isThrownBy(() -> shelf.in(0).getOrLoad("ivan", (key) -> Shelf.SECOND));
		held.release();
		assertThat(loading.get().values()).containsOnly(Shelf.FIRST);
		assertThat(shelf.in(0).getOrLoad("ivan", (key) -> Shelf.SECOND)).isEqualTo(Shelf.SECOND);
	}

	@Test
	default void insteadOfARejectedBulkLoadStaleValuesAreGiven() throws Exception {
		Shelf shelf = staleShelf("load.max-concurrent=1", "stale.on-error=1h");
		HeldLoad held = new HeldLoad(Shelf.SECOND);
		Aside<Book> loading = Aside.start(() -> shelf.in(0).getOrLoad("held", held));
		held.awaitBegun();

		assertThat(shelf.in(0).getAllOrLoad(List.of("dune", "emma"), all(Shelf.SECOND)).values())
			.containsOnly(Shelf.FIRST);
		held.release();
		assertThat(loading.get()).isEqualTo(Shelf.SECOND);
	}

	@Test
	default void staleValuesAreGivenIfTheirBulkLoadFailsAndTheLoadIsPaused() {
		Shelf shelf = staleShelf("stale.on-error=1h", "stale.error-pause=1h");
		AtomicInteger loads = new AtomicInteger();

		for (int i = 0; i < 5; i++) {
			assertThat(shelf.in(0).getAllOrLoad(List.of("dune", "emma"), failing(loads)).values()).hasSize(2)
				.containsOnly(Shelf.FIRST);
		}
		assertThat(loads).hasValue(1);
		assertThat(shelf.in(0).getOrLoad("dune", (key) -> Shelf.SECOND)).isEqualTo(Shelf.FIRST);
		assertThat(shelf.sum((statistics) -> statistics.failures.sum())).isEqualTo(2);
	}

	@Test
	default void aBulkLoadThatFailsIsAnExceptionIfOneOfItsKeysHasNoStaleValue() {
		Shelf shelf = staleShelf("stale.on-error=1h", "stale.error-pause=1h");
		AtomicInteger loads = new AtomicInteger();

		assertThatIllegalStateException()
			.isThrownBy(() -> shelf.in(0).getAllOrLoad(List.of("dune", "new"), failing(loads)))
			.withMessage("no luck");
		assertThat(shelf.in(0).getAllOrLoad(List.of("dune"), failing(loads))).containsEntry("dune", Shelf.FIRST);
		assertThat(loads).hasValue(1);
		assertThat(shelf.in(1).getOrLoad("new", (key) -> Shelf.SECOND)).isEqualTo(Shelf.SECOND);
	}

	@Test
	default void whoWaitsForABulkLoadHearsOfItsFailure() throws Exception {
		Shelf shelf = Shelf.of(this);
		HeldLoad held = new HeldLoad(Shelf.FIRST);
		AtomicInteger loads = new AtomicInteger();
		Aside<Map<String, Book>> loading = Aside
			.start(() -> shelf.in(0).getAllOrLoad(List.of("dune", "emma"), (missing) -> {
				held.load("all", new CacheLoad());
				return failing(loads).apply(missing);
			}));
		held.awaitBegun();
		Aside<Book> waiting = Aside.start(() -> shelf.in(0).getOrLoad("emma", (key) -> Shelf.SECOND));
		Shelf.patience().until(waiting::isWaiting);
		held.release();

		assertThatIllegalStateException().isThrownBy(loading::get).withMessage("no luck");
		assertThatIllegalStateException().isThrownBy(waiting::get).withMessage("no luck");
		assertThat(loads).hasValue(1);
	}

	@Test
	default void aBulkLoadThatNeedsItsOwnKeysDoesNotWaitForItself() {
		TieredCache<String, Book> books = Shelf.of(this, "load.on-wait-timeout=FAIL").in(0);

		assertThat(books.getAllOrLoad(List.of("dune", "emma"),
				(missing) -> Map.of("dune", books.getOrLoad("emma", (key) -> Shelf.FIRST), "emma",
						books.getAllOrLoad(List.of("dune"), all(Shelf.FIRST)).get("dune")))
			.values()).containsOnly(Shelf.FIRST);
	}

	private Shelf staleShelf(String... settings) {
		Shelf shelf = Shelf.of(this, settings);
		for (String key : List.of("dune", "emma")) {
			shelf.in(0).put(key, Shelf.FIRST, CacheWriteOptions.NONE.withTtl(Duration.ofMillis(60)));
		}
		shelf.awaitStale("dune");
		shelf.awaitStale("emma");
		return shelf;
	}

	private static Function<Collection<String>, Map<String, Book>> all(Book book) {
		return (missing) -> {
			assertThat(missing).isNotEmpty();
			return missing.stream().collect(Collectors.toMap(Function.identity(), (key) -> book));
		};
	}

	private static Function<Collection<String>, Map<String, Book>> failing(AtomicInteger loads) {
		return (missing) -> {
			loads.incrementAndGet();
			throw new IllegalStateException("no luck");
		};
	}

}
