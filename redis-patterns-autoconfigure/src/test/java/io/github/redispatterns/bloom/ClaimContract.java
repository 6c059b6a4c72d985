package io.github.redispatterns.bloom;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.support.Rivals;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Who comes first.
 */
interface ClaimContract extends FiltersUnderTest {

	@Test
	default void exactlyOneOfManyIsTheFirst() {
		List<BloomFilter> filters = everywhere(BloomSpec.of(20, 0.000001));
		AtomicIntegerArray winners = new AtomicIntegerArray(100);

		Rivals.race(6, (number) -> {
			for (int i = 0; i < winners.length(); i++) {
				if (filters.get(number % 3).claim("order-" + i)) {
					winners.incrementAndGet(i);
				}
			}
			return number;
		});

		for (int i = 0; i < winners.length(); i++) {
			assertThat(winners.get(i)).as("winners of order %d", i).isEqualTo(1);
		}
	}

	@Test
	default void aClaimOfSomebodyElsesItemDoesNotProlongIt() {
		List<BloomFilter> filters = everywhere(BloomSpec.of(100, 0.0001).withRotate(Duration.ofHours(1)));

		assertThat(filters.get(0).claim("claimed")).isTrue();
		assertThat(filters.get(0).add("added")).isTrue();
		age(filters.get(0), Duration.ofHours(1));
		assertThat(filters.get(1).claim("claimed")).isFalse();
		assertThat(filters.get(1).add("added")).isFalse();
		age(filters.get(0), Duration.ofHours(1));

		assertThat(filters.get(2).check("added")).isEqualTo(Presence.MAYBE);
		assertThat(filters.get(2).claim("claimed")).isTrue();
		assertThat(filters.get(2).claim("claimed")).isFalse();
	}

	@Test
	default void nothingIsClaimedThatOnlyARebuildMakesComplete() {
		BloomFilter filter = everywhere(BloomSpec.of(100, 0.01).withReadyAfter(BloomSpec.ReadyAfter.REBUILD)).get(0);

		assertThatExceptionOfType(PatternConfigurationException.class).isThrownBy(() -> filter.claim("order"))
			.withMessageContaining("'readyAfter' is REBUILD but must be FIRST_ADD");
	}

}
