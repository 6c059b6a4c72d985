package io.github.redispatterns.cache;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import io.github.redispatterns.cache.CacheProperties.Tiers;
import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.Rivals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.cache.Cache;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What several threads and instances see of one cache.
 */
interface SpringCacheSharedContract extends SpringCachesUnderTest {

	static Stream<Object> values() {
		return Stream.of("text", true, 7, 7_000_000_000L, 0.5, new BigDecimal("1.10"), UUID.randomUUID(),
				Instant.ofEpochMilli(1_700_000_000_123L), LocalDate.of(1881, 8, 19));
	}

	@ParameterizedTest
	@MethodSource("values")
	default void anotherInstanceFindsTheSameValue(Object value) {
		Cache cache = cache(Tiers.BOTH);
		Cache there = Objects.requireNonNull(caches(Tiers.REMOTE).getCache(cache.getName()));
		cache.put("key", value);

		assertThat(there.get("key")).satisfies((found) -> assertThat(found.get()).isEqualTo(value));
		assertThat(there.<Object>get("key", () -> "loaded")).isEqualTo(value);
	}

	@Test
	default void anotherInstanceFindsAnObjectOfTheTypeItWants() {
		Cache cache = cache(Tiers.BOTH);
		Cache there = Objects.requireNonNull(caches(Tiers.REMOTE).getCache(cache.getName()));
		Composer enescu = new Composer("Enescu", 1881);
		cache.put("key", enescu);

		assertThat(there.get("key", Composer.class)).isEqualTo(enescu);
		assertThat(there.<Object>get("key", () -> "loaded")).isEqualTo(enescu);
	}

	@ParameterizedTest
	@EnumSource(Tiers.class)
	default void oneThreadSeesWhatAnotherOneClearedAndPut(Tiers tiers) throws Exception {
		Cache cache = cache(tiers);
		cache.put("1", "old");
		cache.put("2", "old");
		Aside.call(() -> {
			cache.clear();
			cache.put("3", "new");
			cache.put("4", "new");
			return null;
		});
		cache.put("5", "newer");

		assertThat(cache.get("1")).isNull();
		assertThat(cache.get("2")).isNull();
		assertThat(Stream.of("3", "4", "5").map((key) -> cache.get(key, String.class))).containsExactly("new", "new",
				"newer");
	}

	@ParameterizedTest
	@EnumSource(Tiers.class)
	default void surviveClearsWhileOthersPutAndGet(Tiers tiers) {
		Cache cache = cache(tiers);

		List<Object> seen = Rivals.race(9, (i) -> {
			Object last = null;
			for (int round = 0; round < 20; round++) {
				if (i % 3 == 0) {
					cache.clear();
				}
				else if (i % 3 == 1) {
					cache.put("key", "value");
				}
				else {
					last = cache.get("key", () -> "value");
				}
			}
			return last;
		});

		assertThat(seen).hasSize(9).filteredOn(Objects::nonNull).hasSize(3).containsOnly("value");
		cache.clear();
		assertThat(cache.get("key")).isNull();
	}

}
