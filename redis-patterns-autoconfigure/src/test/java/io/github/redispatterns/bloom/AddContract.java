package io.github.redispatterns.bloom;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is added and looked for, within the capacity and beyond.
 */
interface AddContract extends FiltersUnderTest {

	@Test
	default void findsEverywhereWhatWasAdded() {
		List<BloomFilter> filters = everywhere(BloomSpec.of(1000, 0.0001));

		assertThat(filters.get(0).check("apple")).isEqualTo(Presence.UNKNOWN);
		assertThat(filters.get(0).add("apple")).isTrue();
		assertThat(filters.get(1).add("apple")).isFalse();
		assertThat(filters.get(1).addAll(List.of("apple", "pear", "pear", "", "\uD83C\uDF50"))).isEqualTo(3);

		assertThat(filters.get(2).mightContain("apple")).isTrue();
		assertThat(filters.get(2).check("plum")).isEqualTo(Presence.ABSENT);
		assertThat(filters.get(2).check(List.of("pear", "plum", "")))
			.isEqualTo(Map.of("pear", Presence.MAYBE, "plum", Presence.ABSENT, "", Presence.MAYBE));
		assertThat(filters.get(2).mightContain(List.of("plum", "\uD83C\uDF50"))).isEqualTo(Set.of("\uD83C\uDF50"));
		assertThat(filters.get(2).addAll(List.of())).isZero();
		assertThat(filters.get(2).check(List.of())).isEmpty();
	}

	@Test
	default void isWrongAsSeldomAsPromisedAlsoAfterItGrew() {
		List<BloomFilter> filters = everywhere(BloomSpec.of(1000, 0.01));
		List<String> absent = items("absent-", 3000);

		for (int size : List.of(1000, 3500)) {
			List<String> present = items("item-", size);
			filters.get(0).addAll(present);

			assertThat(filters.get(1).mightContain(present)).hasSize(size);
			assertThat(filters.get(1).mightContain(absent)).hasSizeBetween(1, 30);
			BloomInfo info = filters.get(2).info();
			assertThat(info.state()).isEqualTo(BloomInfo.State.READY);
			assertThat(info.items()).isBetween((long) (size * 0.99), (long) size);
			assertThat(info.errorRate()).isBetween(0.0005, 0.01);
			assertThat(info.generations()).singleElement()
				.satisfies((generation) -> assertThat(generation.layers()).isEqualTo((size == 1000) ? 1 : 3));
		}
	}

	@Test
	default void isWrongAsSeldomAsPromisedWithoutGrowth() {
		BloomFilter filter = everywhere(BloomSpec.of(2000, 0.02).withOnFull(BloomSpec.OnFull.FAIL)).get(0);

		filter.addAll(items("item-", 2000));

		assertThat(filter.mightContain(items("absent-", 5000))).hasSizeBetween(60, 140);
		assertThat(filter.info().errorRate()).isBetween(0.018, 0.022);
	}

	@Test
	default void refusesWhatHasNoRoomAndIsInDoubtFromThenOn() {
		List<BloomFilter> filters = everywhere(BloomSpec.of(100, 0.001).withOnFull(BloomSpec.OnFull.FAIL));
		List<String> items = items("item-", 110);

		filters.get(0).addAll(items.subList(0, 100));
		assertThat(filters.get(1).check("absent")).isEqualTo(Presence.ABSENT);
		assertThatExceptionOfType(BloomFullException.class).isThrownBy(() -> filters.get(1).addAll(items))
			.withMessageContaining("is full: there is room for 100 items");

		assertThat(filters.get(2).check(items.get(0))).isEqualTo(Presence.MAYBE);
		assertThat(filters.get(2).mightContain(items)).hasSize(110);
		assertThat(filters.get(2).check("absent")).isEqualTo(Presence.UNKNOWN);
		assertThat(filters.get(2).info().state()).isEqualTo(BloomInfo.State.FULL);
		filters.get(0).clear();
		assertThat(filters.get(2).check("absent")).isEqualTo(Presence.ABSENT);
	}

	@Test
	default void neverTakesMoreMemoryThanItMay() {
		BloomFilter filter = everywhere(BloomSpec.of(1000, 0.001)).get(0);

		assertThatExceptionOfType(BloomFullException.class).isThrownBy(() -> filter.addAll(items("item-", 8000)));

		assertThat(filter.info().memory()).isBetween(12_000L, 16L * 1024);
		assertThat(servers().client().strlen(key(filter, "bits.1"))).isEqualTo(filter.info().memory());
		assertThat(filter.check("absent")).isEqualTo(Presence.UNKNOWN);
	}

	@Test
	default void understandsAFilterThatWasConfiguredInAnotherWay() {
		String name = name();
		BloomFilter small = filters(0).filter(name, BloomSpec.of(100, 0.05));
		BloomFilter large = filters(1).filter(name, BloomSpec.of(3000, 0.001));

		small.addAll(items("small-", 50));
		large.addAll(items("large-", 500));
		small.addAll(items("again-", 500));

		for (BloomFilter filter : List.of(small, large)) {
			assertThat(filter.mightContain(items("small-", 50))).hasSize(50);
			assertThat(filter.mightContain(items("large-", 500))).hasSize(500);
			assertThat(filter.mightContain(items("again-", 500))).hasSize(500);
		}
	}

}
