package io.github.redispatterns.bloom;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Redis lost is unknown, never absent.
 */
interface LossContract extends FiltersUnderTest {

	@ParameterizedTest
	@ValueSource(strings = { "meta", "bits.1" })
	default void whatWasEvictedIsUnknown(String facet) {
		List<BloomFilter> filters = everywhere(RebuildContract.MIRROR);
		filters.get(0).rebuild(() -> Stream.of("one"));

		servers().client().del(key(filters.get(0), facet));

		assertThat(filters.get(1).check("one")).isEqualTo(Presence.UNKNOWN);
		assertThat(filters.get(1).check("other")).isEqualTo(Presence.UNKNOWN);
		assertThat(filters.get(1).add("more")).isFalse();
		assertThat(filters.get(2).check("one")).isEqualTo(Presence.UNKNOWN);
		assertThat(filters.get(2).rebuild(() -> Stream.of("one"))).isPresent();
		assertThat(filters.get(1).check("one")).isEqualTo(Presence.MAYBE);
		assertThat(filters.get(1).check("other")).isEqualTo(Presence.ABSENT);
	}

	@Test
	default void whatWasFlushedIsUnknown() {
		List<BloomFilter> filters = everywhere(BloomSpec.of(1000, 0.001));
		filters.get(0).add("one");

		servers().faults().flushAll();

		assertThat(filters.get(1).check("one")).isEqualTo(Presence.UNKNOWN);
		assertThat(filters.get(1).info().state()).isEqualTo(BloomInfo.State.NOT_BUILT);
	}

	@Test
	default void aFilterThatGoesOnAfterALossKeepsTheDoubt() {
		List<BloomFilter> filters = everywhere(BloomSpec.of(1000, 0.001));
		filters.get(0).add("one");
		servers().client().del(key(filters.get(0), "bits.1"));

		assertThat(filters.get(1).claim("two")).isTrue();
		assertThat(filters.get(1).claim("two")).isFalse();

		assertThat(filters.get(2).check("two")).isEqualTo(Presence.MAYBE);
		assertThat(filters.get(2).check("one")).isEqualTo(Presence.UNKNOWN);
		assertThat(filters.get(2).info().state()).isEqualTo(BloomInfo.State.INCOMPLETE);
		filters.get(2).clear();
		assertThat(filters.get(1).check("one")).isEqualTo(Presence.ABSENT);
		assertThat(filters.get(1).check("two")).isEqualTo(Presence.ABSENT);
	}

	@Test
	default void theDoubtEndsWithWhatWasLost() {
		Duration period = Duration.ofHours(1);
		List<BloomFilter> filters = everywhere(BloomSpec.of(1000, 0.001).withRotate(period));
		filters.get(0).add("one");
		age(filters.get(0), period);
		filters.get(0).add("two");
		servers().client().del(key(filters.get(0), "bits.1"));

		assertThat(filters.get(1).check("one")).isEqualTo(Presence.UNKNOWN);
		assertThat(filters.get(1).check("two")).isEqualTo(Presence.MAYBE);
		age(filters.get(0), period.minusMinutes(1));
		assertThat(filters.get(1).check("one")).isEqualTo(Presence.UNKNOWN);
		age(filters.get(0), Duration.ofMinutes(2));
		assertThat(filters.get(1).check("one")).isEqualTo(Presence.ABSENT);
		assertThat(filters.get(1).check("two")).isEqualTo(Presence.MAYBE);
	}

	@Test
	default void whatWasDeletedIsUnknown() {
		List<BloomFilter> filters = everywhere(BloomSpec.of(1000, 0.001));
		filters.get(0).add("one");

		assertThat(filters.get(1).delete()).isTrue();
		assertThat(filters.get(1).delete()).isFalse();

		assertThat(filters.get(2).check("one")).isEqualTo(Presence.UNKNOWN);
	}

	@Test
	default void livesAsLongAsItIsUsed() {
		BloomFilter filter = everywhere(BloomSpec.of(1000, 0.001).withTtl(Duration.ofHours(2))).get(0);
		filter.add("one");
		for (String facet : List.of("meta", "bits.1")) {
			servers().client().pexpire(key(filter, facet), 60_000);
		}

		filter.check("one");

		for (String facet : List.of("meta", "bits.1")) {
			assertThat(servers().client().pttl(key(filter, facet))).isBetween(7_000_000L, 7_200_000L);
		}
	}

}
