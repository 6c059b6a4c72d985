package io.github.redispatterns.cache;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.redispatterns.support.Rivals;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Values that are given though they are stale.
 */
interface StaleBehaviours extends CachesUnderTest {

	@Test
	default void aStaleValueIsGivenIfItsLoadFailsAndTheLoadIsPaused() {
		Shelf shelf = staleShelf("stale.on-error=1h", "stale.error-pause=1h");
		AtomicInteger loads = new AtomicInteger();

		for (int i = 0; i < 5; i++) {
			assertThat(shelf.in(0).getOrLoad("dune", (key) -> failing(loads))).isEqualTo(Shelf.FIRST);
		}
		assertThat(loads).hasValue(1);
		assertThat(shelf.exists(shelf.leaseOf("dune"))).isFalse();
	}

	@Test
	default void aFailedLoadIsTriedAgainAfterThePause() {
		Shelf shelf = staleShelf("stale.on-error=1h", "stale.error-pause=50ms");
		AtomicInteger loads = new AtomicInteger();

		Shelf.patience().until(() -> {
			assertThat(shelf.in(0).getOrLoad("dune", (key) -> failing(loads))).isEqualTo(Shelf.FIRST);
			return loads.get() > 2;
		});
		Shelf.patience().until(() -> Shelf.SECOND.equals(shelf.in(0).getOrLoad("dune", (key) -> Shelf.SECOND)));
	}

	@Test
	default void aValueIsNotGivenBeyondItsWindow() {
		Shelf shelf = staleShelf("stale.on-error=100ms", "stale.error-pause=1h");
		Shelf.patience().until(() -> !shelf.exists(shelf.valueOf("dune")));

		assertThatIllegalStateException()
			.isThrownBy(() -> shelf.in(0).getOrLoad("dune", (key) -> failing(new AtomicInteger())))
			.withMessage("no luck");
	}

	@Test
	default void nothingStaleIsGivenIfThatIsNotWanted() {
		Shelf shelf = staleShelf("stale.on-error=0s");

		assertThatIllegalStateException()
			.isThrownBy(() -> shelf.in(1).getOrLoad("dune", (key) -> failing(new AtomicInteger())));
	}

	@Test
	default void anEvictedValueIsNotGivenStale() {
		Shelf shelf = staleShelf("stale.on-error=1h");
		shelf.in(1).clear();

		for (int i = 0; i < 3; i++) {
			TieredCache<String, Book> books = shelf.in(i);
			Shelf.patience()
				.untilAsserted(() -> assertThatIllegalStateException()
					.isThrownBy(() -> books.getOrLoad("dune", (key) -> failing(new AtomicInteger()))));
		}
	}

	@Test
	default void aStaleValueIsGivenAtOnceWhileOneCallerOfAllLoads() {
		Shelf shelf = staleShelf("stale.while-revalidate=1h");
		HeldLoad held = new HeldLoad(Shelf.SECOND);

		assertThat(Rivals.race(12, (i) -> shelf.in(i % 3).getOrLoad("dune", held))).containsOnly(Shelf.FIRST);
		for (int i = 0; i < 9; i++) {
			// the same thread again and again: none of its reads is the load
			assertThat(shelf.in(i % 3).getOrLoad("dune", held)).isEqualTo(Shelf.FIRST);
		}
		held.awaitBegun();
		assertThat(held.runs()).isOne();
		held.release();
		shelf.awaitEverywhere("dune", Shelf.SECOND);
	}

	@Test
	default void nobodyNoticesARevalidationThatFails() {
		Shelf shelf = staleShelf("stale.while-revalidate=1h", "stale.error-pause=1h");
		AtomicInteger loads = new AtomicInteger();

		Shelf.patience().until(() -> {
			assertThat(shelf.in(0).getOrLoad("dune", (key) -> failing(loads))).isEqualTo(Shelf.FIRST);
			return loads.get() == 1;
		});
		Shelf.patience().until(() -> !shelf.exists(shelf.leaseOf("dune")));
		assertThat(IntStream.range(0, 5).mapToObj((i) -> shelf.in(0).getOrLoad("dune", (key) -> failing(loads))))
			.containsOnly(Shelf.FIRST);
		assertThat(loads).hasValue(1);
	}

	@Test
	default void aRevalidationThatNeverEndsDoesNotKeepAValueBeyondItsWindow() {
		Shelf shelf = staleShelf("stale.on-error=0s", "stale.while-revalidate=1s", "load.wait-time=20ms",
				"load.on-wait-timeout=FAIL");
		HeldLoad held = new HeldLoad(Shelf.SECOND);
		assertThat(shelf.in(0).getOrLoad("dune", held)).isEqualTo(Shelf.FIRST);
		held.awaitBegun();
		Shelf.patience().until(() -> shelf.hasEnded("dune"));

		for (int i = 0; i < 3; i++) {
			TieredCache<String, Book> books = shelf.in(i);
			assertThatExceptionOfType(CacheLoadTimeoutException.class).isThrownBy(() -> books.getOrLoad("dune", held));
		}
		held.release();
		shelf.awaitEverywhere("dune", Shelf.SECOND);
	}

	private Shelf staleShelf(String... settings) {
		Shelf shelf = Shelf.of(this, settings);
		assertThat(shelf.in(0).getOrLoad("dune", (key, load) -> {
			load.ttl(Duration.ofMillis(60));
			return Shelf.FIRST;
		})).isEqualTo(Shelf.FIRST);
		shelf.awaitStale("dune");
		return shelf;
	}

	private static Book failing(AtomicInteger loads) {
		loads.incrementAndGet();
		throw new IllegalStateException("no luck");
	}

}
