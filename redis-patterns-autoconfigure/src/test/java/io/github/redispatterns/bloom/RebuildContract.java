package io.github.redispatterns.bloom;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Filters that mirror another source.
 */
interface RebuildContract extends FiltersUnderTest {

	BloomSpec MIRROR = BloomSpec.of(1000, 0.0001).withReadyAfter(BloomSpec.ReadyAfter.REBUILD);

	@Test
	default void isUnknownUntilItWasBuilt() {
		List<BloomFilter> filters = everywhere(MIRROR);

		assertThat(filters.get(0).add("early")).isFalse();
		assertThat(filters.get(1).check("early")).isEqualTo(Presence.UNKNOWN);
		assertThat(filters.get(1).info().state()).isEqualTo(BloomInfo.State.NOT_BUILT);
		assertThat(filters.get(0).rebuild(() -> items("item-", 2500).stream())).isEqualTo(OptionalLong.of(2500));

		assertThat(filters.get(1).mightContain(items("item-", 2500))).hasSize(2500);
		assertThat(filters.get(1).check("early")).isEqualTo(Presence.ABSENT);
		assertThat(filters.get(2).add("late")).isTrue();
		assertThat(filters.get(1).check("late")).isEqualTo(Presence.MAYBE);
	}

	@Test
	default void mayMirrorNothing() {
		List<BloomFilter> filters = everywhere(MIRROR);

		assertThat(filters.get(0).rebuild(Stream::empty)).isEqualTo(OptionalLong.of(0));

		assertThat(filters.get(1).check("any")).isEqualTo(Presence.ABSENT);
	}

	@Test
	default void whatIsAddedMeanwhileIsInBoth() {
		List<BloomFilter> filters = everywhere(MIRROR);
		filters.get(0).rebuild(() -> Stream.of("kept", "gone"));

		filters.get(0).rebuild(() -> {
			filters.get(1).addAll(List.of("meanwhile", "gone too"));
			assertThat(filters.get(2).mightContain(List.of("kept", "gone", "meanwhile"))).hasSize(3);
			assertThat(filters.get(2).check("new")).isEqualTo(Presence.ABSENT);
			assertThat(filters.get(2).info().generations()).extracting(BloomInfo.Generation::role)
				.containsExactly(BloomInfo.Role.PRESENT, BloomInfo.Role.BUILDING);
			return Stream.of("kept", "new");
		});

		assertThat(filters.get(2).mightContain(List.of("kept", "new", "meanwhile", "gone too"))).hasSize(4);
		assertThat(filters.get(2).check("gone")).isEqualTo(Presence.ABSENT);
		assertThat(filters.get(2).info().generations()).hasSize(1);
	}

	@Test
	default void oneRebuildAtATime() {
		List<BloomFilter> filters = everywhere(MIRROR);

		filters.get(0).rebuild(() -> {
			assertThat(filters.get(1).rebuild(() -> Stream.of("other"))).isEmpty();
			return Stream.of("one");
		});

		assertThat(filters.get(2).check("one")).isEqualTo(Presence.MAYBE);
		assertThat(filters.get(2).check("other")).isEqualTo(Presence.ABSENT);
	}

	@Test
	default void oneThatFailsChangesNothing() {
		List<BloomFilter> filters = everywhere(MIRROR.withOnFull(BloomSpec.OnFull.FAIL));
		filters.get(0).rebuild(() -> Stream.of("kept"));
		AtomicBoolean closed = new AtomicBoolean();

		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(
				() -> filters.get(0).rebuild(() -> Stream.of("a", "b").onClose(() -> closed.set(true)).peek((item) -> {
					throw new UnsupportedOperationException();
				})));
		assertThatExceptionOfType(BloomFullException.class)
			.isThrownBy(() -> filters.get(1).rebuild(() -> items("item-", 3000).stream()))
			.withMessageContaining("there is room for 1000 items");

		assertThat(closed).isTrue();
		assertThat(filters.get(2).check("kept")).isEqualTo(Presence.MAYBE);
		assertThat(filters.get(2).check("item-1")).isEqualTo(Presence.ABSENT);
		assertThat(filters.get(2).info().generations()).hasSize(1);
		assertThat(servers().client().exists(key(filters.get(0), "bits.2"))).isFalse();
	}

	@Test
	default void oneOfWhichAFailOverLostABatchIsGivenUp() {
		List<BloomFilter> filters = everywhere(MIRROR);
		filters.get(0).rebuild(() -> Stream.of("kept"));
		List<String> items = items("item-", 1200);

		assertThatIllegalStateException().isThrownBy(() -> filters.get(0).rebuild(() -> items.stream().peek((item) -> {
			if (item.equals("item-700")) {
				forgetABatch(filters.get(0));
			}
		}))).withMessageContaining("or Redis lost what was built");

		assertThat(filters.get(1).check("kept")).isEqualTo(Presence.MAYBE);
		assertThat(filters.get(1).check("item-1")).isEqualTo(Presence.ABSENT);
		assertThat(filters.get(1).rebuild(items::stream)).isPresent();
	}

	// as a replica does that takes over before it got the last write
	private void forgetABatch(BloomFilter filter) {
		servers().client().eval("""
				local meta = cjson.decode(redis.call('GET', KEYS[1]))
				meta.build.batches = meta.build.batches - 1
				redis.call('SET', KEYS[1], cjson.encode(meta), 'KEEPTTL')
				return 1
				""", List.of(key(filter, "meta")), List.of());
	}

	@Test
	default void oneWhoseInstanceDiedGoesAwayAndAnotherTakesOver() {
		List<BloomFilter> filters = everywhere(MIRROR);
		filters.get(0).rebuild(() -> Stream.of("kept"));

		assertThatIllegalStateException().isThrownBy(() -> filters.get(0).rebuild(() -> {
			assertThat(servers().client().pttl(key(filters.get(0), "bits.2"))).isBetween(1L, 300_000L);
			age(filters.get(0), Duration.ofMinutes(6));
			filters.get(1).add("meanwhile");
			assertThat(servers().client().exists(key(filters.get(0), "bits.2"))).isFalse();
			assertThat(filters.get(1).rebuild(() -> Stream.of("new"))).isPresent();
			return Stream.of("too late");
		})).withMessageContaining("took longer than 'redis-patterns.bloom.rebuild-lease'");

		assertThat(filters.get(2).check("new")).isEqualTo(Presence.MAYBE);
		assertThat(filters.get(2).check("too late")).isEqualTo(Presence.ABSENT);
	}

}
