package io.github.redispatterns.cache;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.Rivals;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Who loads, and who gets what was loaded.
 */
interface LoadContract extends CachesUnderTest {

	@Test
	default void oneCallerLoadsForAllInAllInstances() {
		String name = name();
		AtomicInteger loads = new AtomicInteger();

		List<Book> books = Rivals.race(30, (i) -> books(i % 3, name).getOrLoad("dune", (key) -> {
			loads.incrementAndGet();
			return new Book("Dune", 412);
		}));

		assertThat(loads).hasValue(1);
		assertThat(books).hasSize(30).containsOnly(new Book("Dune", 412));
	}

	@Test
	default void oneCallerLoadsForAllWithFuturesToo() {
		String name = name();
		AtomicInteger loads = new AtomicInteger();

		List<Book> books = Rivals.race(30,
				(i) -> books(i % 3, name).getAsync("dune", (key) -> CompletableFuture.supplyAsync(() -> {
					loads.incrementAndGet();
					return new Book("Dune", 412);
				})).get(10, TimeUnit.SECONDS));

		assertThat(loads).hasValue(1);
		assertThat(books).hasSize(30).containsOnly(new Book("Dune", 412));
	}

	@Test
	default void aFailureReachesAllWhoWaitAndIsNotRemembered() {
		String name = name();
		AtomicInteger loads = new AtomicInteger();
		assertThatIllegalStateException().isThrownBy(() -> books(0, name).getOrLoad("dune", (key) -> {
			loads.incrementAndGet();
			throw new IllegalStateException("no such luck");
		})).withMessage("no such luck");

		assertThat(books(1, name).getOrLoad("dune", (key) -> new Book("Dune", loads.incrementAndGet())))
			.isEqualTo(new Book("Dune", 2));
	}

	@Test
	default void whoIsInterruptedDisturbsNobody() throws Exception {
		String name = name();
		CountDownLatch begun = new CountDownLatch(1);
		Thread[] leader = new Thread[1];
		Aside<Book> first = Aside.start(() -> books(0, name).getOrLoad("dune", (key) -> {
			leader[0] = Thread.currentThread();
			begun.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			throw new IllegalStateException("interrupted");
		}));
		assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
		Aside<Book> second = Aside.start(() -> books(0, name).getOrLoad("dune", (key) -> new Book("Dune", 2)));
		leader[0].interrupt();

		assertThat(second.get()).isEqualTo(new Book("Dune", 2));
		assertThatIllegalStateException().isThrownBy(first::get);
	}

	@Test
	default void aLoadThatNeedsItsOwnKeyDoesNotWaitForItself() {
		TieredCache<String, Book> books = books(0, name());
		Book book = books.getOrLoad("dune",
				(key) -> new Book("outer", books.getOrLoad("dune", (same) -> new Book("inner", 7)).pages()));

		assertThat(book).isEqualTo(new Book("outer", 7));
		assertThat(books.get("dune")).isEqualTo(book);
	}

}
