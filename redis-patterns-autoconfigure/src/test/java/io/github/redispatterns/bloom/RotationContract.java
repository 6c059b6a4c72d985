package io.github.redispatterns.bloom;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Items that are forgotten some time after they were added.
 */
interface RotationContract extends FiltersUnderTest {

	Duration PERIOD = Duration.ofHours(1);

	@Test
	default void remembersForOnePeriodAtLeastAndForTwoAtMost() {
		List<BloomFilter> filters = everywhere(BloomSpec.of(100, 0.0001).withRotate(PERIOD));

		filters.get(0).add("first");
		age(filters.get(0), PERIOD.minusMinutes(1));
		assertThat(filters.get(1).check("first")).isEqualTo(Presence.MAYBE);
		filters.get(1).add("second");
		age(filters.get(0), Duration.ofMinutes(2));

		assertThat(filters.get(2).check("first")).isEqualTo(Presence.MAYBE);
		filters.get(2).add("third");
		assertThat(filters.get(0).mightContain(List.of("first", "second", "third"))).hasSize(3);
		age(filters.get(0), PERIOD.minusMinutes(2));
		assertThat(filters.get(0).mightContain(List.of("first", "second", "third"))).hasSize(3);
		age(filters.get(0), Duration.ofMinutes(2));
		assertThat(filters.get(0).mightContain(List.of("first", "second", "third"))).containsExactly("third");
		assertThat(filters.get(0).check("first")).isEqualTo(Presence.ABSENT);
	}

	@Test
	default void rotatesAgainAndAgainInTheSameMemory() {
		BloomFilter filter = everywhere(BloomSpec.of(500, 0.001).withRotate(PERIOD)).get(0);

		for (int i = 0; i < 5; i++) {
			filter.addAll(items("period-" + i + "-", 300));
			age(filter, PERIOD);
		}
		filter.addAll(items("period-5-", 300));

		assertThat(filter.mightContain(items("period-4-", 300))).hasSize(300);
		assertThat(filter.mightContain(items("period-3-", 300))).hasSizeLessThan(3);
		assertThat(filter.info().generations()).extracting(BloomInfo.Generation::role)
			.containsExactly(BloomInfo.Role.PRESENT, BloomInfo.Role.PREVIOUS);
		assertThat(filter.info().items()).isEqualTo(300);
		assertThat(servers().client().exists(key(filter, "bits.1"), key(filter, "bits.2"), key(filter, "bits.3")))
			.isEqualTo(2);
	}

	@Test
	default void startsAnewAfterALongRest() {
		BloomFilter filter = everywhere(BloomSpec.of(100, 0.0001).withRotate(PERIOD)).get(0);

		filter.add("old");
		age(filter, PERIOD.multipliedBy(5));

		assertThat(filter.check("old")).isEqualTo(Presence.ABSENT);
		assertThat(filter.claim("old")).isTrue();
		assertThat(filter.check("old")).isEqualTo(Presence.MAYBE);
	}

	@Test
	default void isNotRebuilt() {
		BloomFilter filter = everywhere(BloomSpec.of(100, 0.0001).withRotate(PERIOD)).get(0);

		assertThatIllegalArgumentException().isThrownBy(() -> filter.rebuild(() -> items("a", 1).stream()))
			.withMessageContaining("'rotate' is PT1H but must be left out to rebuild Bloom filter");
	}

}
