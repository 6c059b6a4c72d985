package io.github.redispatterns.cache;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.github.redispatterns.support.Aside;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What was written or evicted is seen by all instances.
 */
interface CoherenceContract extends CachesUnderTest {

	Book OLD = new Book("old", 1);

	Book NEW = new Book("new", 2);

	@ParameterizedTest
	@EnumSource
	default void everyInstanceSeesAWrite(Writing writing) {
		String name = name();
		remember(name);

		writing.on(books(0, name));

		assertThat(books(0, name).get("dune")).isEqualTo(writing.leaves);
		for (int i = 1; i < 3; i++) {
			int other = i;
			Awaitility.await()
				.atMost(5, TimeUnit.SECONDS)
				.untilAsserted(() -> assertThat(books(other, name).get("dune")).isEqualTo(writing.leaves));
		}
	}

	@ParameterizedTest
	@EnumSource
	default void aWriteWinsOverALoadThatBeganBefore(Writing writing) throws Exception {
		String name = name();
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch written = new CountDownLatch(1);
		Aside<Book> loading = Aside.start(() -> books(1, name).getOrLoad("dune", (key, load) -> {
			load.tags("sf");
			begun.countDown();
			await(written);
			return OLD;
		}));
		assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

		writing.on(books(0, name));
		written.countDown();

		assertThat(loading.get()).isEqualTo(OLD);
		IntStream.range(0, 3)
			.forEach((i) -> Awaitility.await()
				.atMost(5, TimeUnit.SECONDS)
				.untilAsserted(() -> assertThat(books(i, name).get("dune")).isEqualTo(writing.leaves)));
	}

	@Test
	default void anEvictionLeavesAloneWhatItDoesNotConcern() {
		String name = name();
		remember(name);
		books(0, name).evictTags("fantasy");
		books(0, name).evictPrefix("dust");
		books(0, name).evict("other");

		for (int i = 0; i < 3; i++) {
			assertThat(books(i, name).get("dune")).isEqualTo(OLD);
		}
	}

	@Test
	default void whatIsWrittenAfterAClearStays() {
		String name = name();
		remember(name);
		books(0, name).clear();
		books(0, name).put("dune", NEW);

		assertThat(books(0, name).get("dune")).isEqualTo(NEW);
		Awaitility.await()
			.atMost(5, TimeUnit.SECONDS)
			.untilAsserted(() -> assertThat(books(1, name).get("dune")).isEqualTo(NEW));
	}

	@Test
	default void nothingComesBackWhenRedisLostTheVersions() {
		String name = name();
		remember(name);
		books(0, name).clear();
		servers().client().del("test:cache:{" + name + "}:versions");
		books(1, name).evictTags("whatever");

		assertThat(books(1, name).get("dune")).isNull();
		for (int i = 0; i < 3; i++) {
			int other = i;
			Awaitility.await()
				.atMost(5, TimeUnit.SECONDS)
				.untilAsserted(() -> assertThat(books(other, name).get("dune")).isNull());
		}
	}

	private void remember(String name) {
		books(0, name).put("dune", OLD, CacheWriteOptions.NONE.withTags("sf"));
		for (int i = 0; i < 3; i++) {
			assertThat(books(i, name).get("dune")).isEqualTo(OLD);
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Every way to write. */
	enum Writing {

		PUT(NEW, (books) -> books.put("dune", NEW)),

		EVICT(null, (books) -> books.evict("dune")),

		TAG(null, (books) -> books.evictTags("sf")),

		PREFIX(null, (books) -> books.evictPrefix("du")),

		CLEAR(null, TieredCache::clear);

		private final Book leaves;

		private final Consumer<TieredCache<String, Book>> writing;

		Writing(Book leaves, Consumer<TieredCache<String, Book>> writing) {
			this.leaves = leaves;
			this.writing = writing;
		}

		void on(TieredCache<String, Book> books) {
			this.writing.accept(books);
		}

	}

}
