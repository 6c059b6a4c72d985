package io.github.redispatterns.bloom;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redispatterns.support.Rivals;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nothing that was added is ever called absent, whatever happens at the same time.
 */
interface CompletenessContract extends FiltersUnderTest {

	@Test
	default void nothingIsMissedWhileItGrowsAndIsRebuilt() {
		List<BloomFilter> filters = everywhere(BloomSpec.of(50, 0.001).withReadyAfter(BloomSpec.ReadyAfter.REBUILD));
		Set<String> source = ConcurrentHashMap.newKeySet();
		source.add("first");
		filters.get(0).rebuild(source::stream);
		AtomicInteger adding = new AtomicInteger(4);
		AtomicInteger rebuilt = new AtomicInteger();

		Rivals.race(6, (number) -> {
			if (number < 4) {
				addAndLook(filters, source, number, 150);
				return adding.decrementAndGet();
			}
			while (adding.get() > 0) {
				filters.get(number % 3).rebuild(source::stream).ifPresent((count) -> rebuilt.incrementAndGet());
			}
			return number;
		});

		assertThat(rebuilt.get()).isPositive();
		assertThat(filters.get(2).info().state()).isEqualTo(BloomInfo.State.READY);
		assertThat(filters.get(2).mightContain(source)).hasSize(601);
	}

	@Test
	default void nothingIsMissedWhileItGrowsAndRotates() {
		List<BloomFilter> filters = everywhere(BloomSpec.of(50, 0.001).withRotate(Duration.ofHours(1)));
		Set<String> source = ConcurrentHashMap.newKeySet();
		filters.get(0).clear();

		Rivals.race(5, (number) -> {
			if (number < 4) {
				addAndLook(filters, source, number, 150);
				return number;
			}
			while (source.size() < 300) {
				Thread.onSpinWait();
			}
			// once: what was added before is in the generation before
			age(filters.get(0), Duration.ofHours(1));
			return number;
		});

		assertThat(filters.get(2).mightContain(source)).hasSize(600);
		assertThat(filters.get(2).info().generations()).hasSize(2);
	}

	private static void addAndLook(List<BloomFilter> filters, Set<String> source, int number, int count) {
		for (int i = 0; i < count; i++) {
			String item = "item-" + number + "-" + i;
			source.add(item);
			filters.get(number % 3).add(item);
			assertThat(filters.get((number + 1) % 3).check(item)).isEqualTo(Presence.MAYBE);
		}
	}

}
