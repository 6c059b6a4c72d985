package io.github.redispatterns.cache;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.github.redispatterns.support.Aside;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Loads that take long, and too many of them.
 */
interface TimeoutBehaviours extends CachesUnderTest {

	@Test
	default void afterTheSoftTimeoutAStaleValueIsGivenAndTheLoadGoesOn() {
		Shelf shelf = staleShelf("load.soft-timeout=20ms", "stale.on-error=1h");
		HeldLoad held = new HeldLoad(Shelf.SECOND);

		for (int i = 0; i < 6; i++) {
			assertThat(shelf.in(i % 3).getOrLoad("dune", held)).isEqualTo(Shelf.FIRST);
		}
		assertThat(held.runs()).isOne();
		held.release();
		shelf.awaitEverywhere("dune", Shelf.SECOND);
	}

	@Test
	default void withoutAStaleValueTheSoftTimeoutIsNone() throws Exception {
		Shelf shelf = Shelf.of(this, "load.soft-timeout=10ms");
		HeldLoad held = new HeldLoad(Shelf.FIRST);
		Aside<Book> waiting = Aside.start(() -> shelf.in(0).getOrLoad("dune", held));
		held.awaitBegun();
		// due after anything that was due within the soft time-out, on the same thread
		CountDownLatch later = new CountDownLatch(1);
		shelf.tiers(0).loading().parts().timer().after(Duration.ofMillis(50), later::countDown);
		assertThat(later.await(20, TimeUnit.SECONDS)).isTrue();

		assertThat(waiting.future()).isNotDone();
		held.release();
		assertThat(waiting.get()).isEqualTo(Shelf.FIRST);
	}

	@Test
	default void afterTheTimeoutTheCallerFailsAndTheValueIsStored() {
		Shelf shelf = Shelf.of(this, "load.timeout=30ms");
		HeldLoad held = new HeldLoad(Shelf.FIRST);

		for (int i = 0; i < 3; i++) {
			TieredCache<String, Book> books = shelf.in(i);
			assertThatExceptionOfType(CacheLoadTimeoutException.class).isThrownBy(() -> books.getOrLoad("dune", held))
				.withMessageContaining("load.timeout");
		}
		assertThat(held.runs()).isOne();
		held.release();
		shelf.awaitEverywhere("dune", Shelf.FIRST);
	}

	@Test
	default void aFutureWaitsForTheLoadOfAnotherNoLongerThanItMay() {
		Shelf shelf = Shelf.of(this, "load.wait-time=30ms");
		Shelf failing = Shelf.of(this, "load.wait-time=30ms", "load.on-wait-timeout=FAIL");
		CompletableFuture<Book> never = new CompletableFuture<>();
		CompletableFuture<Book> first = shelf.in(0).getAsync("dune", (key) -> never);
		failing.in(0).getAsync("dune", (key) -> never);

		assertThat(shelf.in(0).getAsync("dune", (key) -> CompletableFuture.completedFuture(Shelf.SECOND)))
			.succeedsWithin(20, TimeUnit.SECONDS)
			.isEqualTo(Shelf.SECOND);
		assertThat(failing.in(0).getAsync("dune", (key) -> never)).failsWithin(20, TimeUnit.SECONDS)
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(CacheLoadTimeoutException.class)
			.withMessageContaining("load.wait-time");
		never.complete(Shelf.FIRST);
		assertThat(first).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(Shelf.FIRST);
	}

	@Test
	default void aFutureFailsAfterTheTimeoutAsWell() {
		Shelf shelf = Shelf.of(this, "load.timeout=30ms");
		CompletableFuture<Book> coming = new CompletableFuture<>();

		assertThat(shelf.in(0).getAsync("dune", (key) -> coming)).failsWithin(20, TimeUnit.SECONDS)
			.withThrowableThat()
			.withCauseInstanceOf(CacheLoadTimeoutException.class);
		coming.complete(Shelf.FIRST);
		shelf.awaitEverywhere("dune", Shelf.FIRST);
	}

	@Test
	default void afterTheTimeoutAStaleValueIsGivenIfThereIsOne() {
		Shelf shelf = staleShelf("load.timeout=30ms", "stale.on-error=1h");
		HeldLoad held = new HeldLoad(Shelf.SECOND);

		assertThat(shelf.in(0).getOrLoad("dune", held)).isEqualTo(Shelf.FIRST);
		assertThat(shelf.in(1).getOrLoad("dune", held)).isEqualTo(Shelf.FIRST);
		held.release();
		shelf.awaitEverywhere("dune", Shelf.SECOND);
	}

	@Test
	default void aFailureAfterTheTimeoutIsNotRemembered() {
		Shelf shelf = Shelf.of(this, "load.timeout=2s");
		CompletableFuture<Book> coming = new CompletableFuture<>();
		CompletableFuture<Book> given = shelf.in(0).getAsync("dune", (key) -> coming);
		coming.completeExceptionally(new IllegalStateException("no luck"));

		assertThat(given).failsWithin(20, TimeUnit.SECONDS)
			.withThrowableThat()
			.withCauseInstanceOf(IllegalStateException.class);
		assertThat(shelf.in(0).getOrLoad("dune", (key) -> Shelf.SECOND)).isEqualTo(Shelf.SECOND);
	}

	@Test
	default void oneLoadTooManyIsRejected() throws Exception {
		Shelf shelf = Shelf.of(this, "load.max-concurrent=1");
		HeldLoad held = new HeldLoad(Shelf.FIRST);
		Aside<Book> loading = Aside.start(() -> shelf.in(0).getOrLoad("dune", held));
		held.awaitBegun();

		assertThatExceptionOfType(CacheLoadRejectedException.class)
			.isThrownBy(() -> shelf.in(0).getOrLoad("emma", (key) -> Shelf.SECOND))
			.withMessageContaining(shelf.name());
		assertThat(shelf.in(0).getAsync("emma", (key) -> CompletableFuture.completedFuture(Shelf.SECOND)))
			.failsWithin(20, TimeUnit.SECONDS)
			.withThrowableThat()
			.withCauseInstanceOf(CacheLoadRejectedException.class);
		assertThat(shelf.exists(shelf.leaseOf("emma"))).isFalse();
		assertThat(shelf.in(1).getOrLoad("emma", (key) -> Shelf.SECOND)).isEqualTo(Shelf.SECOND);
		held.release();
		assertThat(loading.get()).isEqualTo(Shelf.FIRST);
		assertThat(shelf.in(0).getOrLoad("ivan", (key) -> Shelf.SECOND)).isEqualTo(Shelf.SECOND);
	}

	@Test
	default void insteadOfARejectionAStaleValueIsGiven() throws Exception {
		Shelf shelf = staleShelf("load.max-concurrent=1", "stale.on-error=1h");
		HeldLoad held = new HeldLoad(Shelf.FIRST);
		Aside<Book> loading = Aside.start(() -> shelf.in(0).getOrLoad("emma", held));
		held.awaitBegun();

		assertThat(shelf.in(0).getOrLoad("dune", (key) -> Shelf.SECOND)).isEqualTo(Shelf.FIRST);
		held.release();
		assertThat(loading.get()).isEqualTo(Shelf.FIRST);
	}

	@Test
	default void someCallersMayWaitForOthersLoadsToEnd() throws Exception {
		Shelf shelf = Shelf.of(this, "load.max-concurrent=1", "load.max-queue=1", "load.wait-time=30s");
		HeldLoad held = new HeldLoad(Shelf.FIRST);
		Aside<Book> loading = Aside.start(() -> shelf.in(0).getOrLoad("dune", held));
		held.awaitBegun();
		Aside<Book> queued = Aside.start(() -> shelf.in(0).getOrLoad("emma", (key) -> Shelf.SECOND));
		Shelf.patience().until(() -> shelf.exists(shelf.leaseOf("emma")) && queued.isWaiting());

		Shelf.patience()
			.untilAsserted(() -> assertThatExceptionOfType(CacheLoadRejectedException.class)
				.isThrownBy(() -> shelf.in(0).getOrLoad("ivan", (key) -> Shelf.SECOND)));
		held.release();
		for (Aside<Book> each : List.of(loading, queued)) {
			assertThat(each.get()).isNotNull();
		}
		shelf.awaitEverywhere("emma", Shelf.SECOND);
	}

	@Test
	default void whoIsInterruptedInTheQueueGivesItsLeaseBack() throws Exception {
		Shelf shelf = Shelf.of(this, "load.max-concurrent=1", "load.max-queue=1", "load.wait-time=30s");
		HeldLoad held = new HeldLoad(Shelf.FIRST);
		Aside<Book> loading = Aside.start(() -> shelf.in(0).getOrLoad("dune", held));
		held.awaitBegun();
		Aside<Book> queued = Aside.start(() -> shelf.in(0).getOrLoad("emma", (key) -> Shelf.SECOND));
		Shelf.patience().until(() -> shelf.exists(shelf.leaseOf("emma")) && queued.isWaiting());
		queued.interrupt();

		assertThatIllegalStateException().isThrownBy(queued::get);
		assertThat(shelf.exists(shelf.leaseOf("emma"))).isFalse();
		held.release();
		assertThat(loading.get()).isEqualTo(Shelf.FIRST);
	}

	private Shelf staleShelf(String... settings) {
		Shelf shelf = Shelf.of(this, settings);
		shelf.in(0).put("dune", Shelf.FIRST, CacheWriteOptions.NONE.withTtl(Duration.ofMillis(60)));
		shelf.awaitStale("dune");
		return shelf;
	}

}
