package io.github.redispatterns.cache.write;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

import io.github.redispatterns.cache.TieredCache;
import io.github.redispatterns.cache.write.Source.Stock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of changes that the source refuses.
 */
interface DeadLetterContract {

	TieredCache<String, Stock> cache(int instance, String name);

	WriteBehind writeBehind();

	@Test
	default void aChangeThatCannotBeWrittenIsADeadLetterAndTheOthersOfItsBatchAreWritten() {
		Source source = Source.of("batched");
		source.refused = (change) -> change.key().equals("poison");
		for (int i = 0; i < 20; i++) {
			cache(i % 2, "batched").put((i == 7) ? "poison" : "good" + i, new Stock(i));
		}

		Awaitility.await().until(() -> writeBehind().backlog("batched").dead() == 1);
		Awaitility.await().until(() -> writeBehind().backlog("batched").waiting() == 0);
		assertThat(source.rows.keySet()).filteredOn((key) -> key.startsWith("good")).hasSize(19);
		assertThat(source.rows).doesNotContainKey("poison");
		assertThat(writeBehind().deadLetters("batched", 10)).singleElement().satisfies((letter) -> {
			assertThat(letter.key()).isEqualTo("poison");
			assertThat(letter.delete()).isFalse();
			assertThat(letter.value()).isEqualTo("{\"count\":7}");
			assertThat(letter.attempts()).isEqualTo(2);
			assertThat(letter.error()).contains("refused poison");
		});

		source.refused = (change) -> false;
		assertThat(writeBehind().replayAll("batched")).isEqualTo(1);

		Awaitility.await().until(() -> new Stock(7).equals(source.rows.get("poison")));
		assertThat(writeBehind().deadLetters("batched", 10)).isEmpty();
	}

	@Test
	default void deadLettersAreReplayedOneByOneAndPurged() {
		Source.of("quick").refused = (change) -> change.key().startsWith("bad");
		for (int i = 0; i < 3; i++) {
			cache(0, "quick").put("bad" + i, new Stock(i));
		}
		Awaitility.await().until(() -> writeBehind().deadLetters("quick", 10).size() == 3);
		Source.of("quick").refused = (change) -> false;
		WriteBehind.DeadLetter letter = writeBehind().deadLetters("quick", 10).get(0);

		assertThat(writeBehind().replay("quick", letter.id())).isTrue();
		assertThat(writeBehind().replay("quick", letter.id())).isFalse();

		Awaitility.await().until(() -> Source.of("quick").rows.containsKey(letter.key()));
		assertThat(writeBehind().purge("quick")).isEqualTo(2);
		assertThat(writeBehind().deadLetters("quick", 10)).isEmpty();
	}

	@Test
	default void aReplayDoesNotTakeThePlaceOfANewerChange() {
		Source.of("batched").refused = (change) -> change.key().equals("old");
		cache(0, "batched").put("old", new Stock(1));
		Awaitility.await().until(() -> writeBehind().deadLetters("batched", 10).size() == 1);
		cache(1, "batched").put("old", new Stock(2));

		assertThat(writeBehind().replayAll("batched")).isZero();
		Source.of("batched").refused = (change) -> false;

		Awaitility.await().until(() -> writeBehind().backlog("batched").waiting() == 0);
		assertThat(Source.of("batched").log("old")).extracting(CacheChange::value).doesNotContain(new Stock(1));
	}

	@Test
	default void nobodyReadsWhatTheSourceNeverGot() {
		Map<String, Stock> rows = Source.of("quick").rows;
		rows.put("refused", new Stock(1));
		CountDownLatch read = new CountDownLatch(1);
		Source.of("quick").refused = (change) -> change.key().equals("refused") && passed(read);
		cache(0, "quick").put("refused", new Stock(2));
		assertThat(cache(0, "quick").get("refused")).isEqualTo(new Stock(2));
		assertThat(cache(1, "quick").get("refused")).isEqualTo(new Stock(2));
		read.countDown();
		Awaitility.await().until(() -> letter("refused") != null);

		awaitInBoth("refused", new Stock(1));

		Source.of("quick").refused = (change) -> change.key().equals("refused");
		assertThat(writeBehind().replay("quick", Objects.requireNonNull(letter("refused")).id())).isTrue();
		// again what waits, until that is given up again
		Awaitility.await().until(() -> letter("refused") != null);
		awaitInBoth("refused", new Stock(1));

		Source.of("quick").refused = (change) -> false;
		assertThat(writeBehind().replay("quick", Objects.requireNonNull(letter("refused")).id())).isTrue();
		assertThat(cache(0, "quick").getOrLoad("refused", rows::get)).isEqualTo(new Stock(2));
		awaitInBoth("refused", new Stock(2));
		assertThat(rows).containsEntry("refused", new Stock(2));
	}

	private void awaitInBoth(String key, Stock stock) {
		Map<String, Stock> rows = Source.of("quick").rows;
		Awaitility.await()
			.untilAsserted(() -> assertThat(cache(0, "quick").getOrLoad(key, rows::get))
				.isEqualTo(cache(1, "quick").getOrLoad(key, rows::get))
				.isEqualTo(stock));
	}

	private WriteBehind.DeadLetter letter(String key) {
		return writeBehind().deadLetters("quick", 1000)
			.stream()
			.filter((letter) -> letter.key().equals(key))
			.findFirst()
			.orElse(null);
	}

	private static boolean passed(CountDownLatch latch) {
		try {
			latch.await();
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return true;
		}
	}

}
