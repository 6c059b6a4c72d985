package io.github.redispatterns.circuitbreaker;

import java.util.List;

import io.github.redispatterns.circuitbreaker.Tally.Notice;
import io.github.redispatterns.support.Rivals;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TallyTests {

	@Test
	void keepsTheFourKindsApart() {
		Tally tally = new Tally(100, 100);
		List.of(Outcome.FINE, Outcome.FAILED, Outcome.FAILED, Outcome.SLOW, Outcome.SLOW, Outcome.SLOW, Outcome.BOTH)
			.forEach(tally::add);

		assertThat(tally.isEmpty()).isFalse();
		assertThat(tally.drain()).isEqualTo(new Batch(1, 2, 3, 1));
		assertThat(tally.isEmpty()).isTrue();
		assertThat(tally.drain()).isEqualTo(Batch.EMPTY);
	}

	@Test
	void noticesTheFirstAndTheLastOfABatch() {
		Tally tally = new Tally(3, 10);

		assertThat(tally.add(Outcome.FINE)).isEqualTo(Notice.FIRST);
		assertThat(tally.add(Outcome.FINE)).isEqualTo(Notice.NONE);
		assertThat(tally.add(Outcome.FINE)).isEqualTo(Notice.FULL);
		assertThat(tally.add(Outcome.FINE)).isEqualTo(Notice.NONE);
		tally.drain();
		assertThat(tally.add(Outcome.FINE)).isEqualTo(Notice.FIRST);
	}

	@Test
	void noticesFailuresThatMayOpenTheBreaker() {
		Tally tally = new Tally(100, 3);

		assertThat(tally.add(Outcome.FAILED)).isEqualTo(Notice.FIRST);
		assertThat(tally.add(Outcome.BOTH)).isEqualTo(Notice.NONE);
		assertThat(tally.add(Outcome.FINE)).isEqualTo(Notice.NONE);
		assertThat(tally.add(Outcome.SLOW)).isEqualTo(Notice.NONE);
		assertThat(tally.add(Outcome.SLOW)).isEqualTo(Notice.FULL);
		assertThat(tally.add(Outcome.FAILED)).isEqualTo(Notice.FULL);
		assertThat(new Tally(100, 1).add(Outcome.FAILED)).isEqualTo(Notice.FULL);
	}

	@Test
	void holdsMoreThanFitsIntoItsNumber() {
		Tally tally = new Tally(100, 100);
		for (int i = 0; i < 200_000; i++) {
			tally.add(Outcome.BOTH);
		}

		assertThat(tally.drain()).isEqualTo(new Batch(0, 0, 0, 200_000));
	}

	@Test
	void losesNothingWhenManyCount() {
		Tally tally = new Tally(100, 100);

		List<Batch> drained = Rivals.race(4, (number) -> {
			Batch sum = Batch.EMPTY;
			for (int i = 0; i < 100_000; i++) {
				tally.add(Outcome.values()[(i + number) % 4]);
				if (i % 1000 == 0) {
					sum = sum.plus(tally.drain());
				}
			}
			return sum;
		});

		assertThat(drained.stream().reduce(tally.drain(), Batch::plus))
			.isEqualTo(new Batch(100_000, 100_000, 100_000, 100_000));
	}

}
