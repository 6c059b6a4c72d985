package io.github.redispatterns.cache;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redispatterns.cache.CacheProperties.Tiers;
import io.github.redispatterns.support.Rivals;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueWrapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What Spring expects of a cache behind methods that return futures and publishers,
 * whatever driver speaks to Redis.
 */
interface SpringCacheRetrieveContract extends SpringCachesUnderTest {

	@ParameterizedTest
	@EnumSource(Tiers.class)
	default void retrievesNothingAsNull(Tiers tiers) throws Exception {
		assertThat(retrieve(cache(tiers), "key")).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "BOTH, value", "REMOTE, value", "LOCAL, value", "BOTH,", "REMOTE,", "LOCAL," })
	default void retrievesWhatWasPut(Tiers tiers, String value) throws Exception {
		Cache cache = cache(tiers);
		cache.put("key", value);

		// a wrapper tells null from nothing
		assertThat(retrieve(cache, "key")).isInstanceOfSatisfying(ValueWrapper.class,
				(found) -> assertThat(found.get()).isEqualTo(value));
	}

	@ParameterizedTest
	@CsvSource({ "BOTH, value", "REMOTE, value", "LOCAL, value", "BOTH,", "REMOTE,", "LOCAL," })
	default void storesWhatItLoadedWithoutAThread(Tiers tiers, String value) throws Exception {
		Cache cache = cache(tiers);
		AtomicInteger calls = new AtomicInteger();
		for (int i = 0; i < 3; i++) {
			CompletableFuture<String> future = cache.retrieve("key", () -> {
				calls.incrementAndGet();
				return CompletableFuture.supplyAsync(() -> value);
			});
			assertThat(future.get(10, TimeUnit.SECONDS)).isEqualTo(value);
		}

		assertThat(calls).hasValue(1);
		assertThat(cache.get("key")).isNotNull();
		assertThat(Objects.requireNonNull(cache.get("key")).get()).isEqualTo(value);
	}

	@ParameterizedTest
	@CsvSource({ "BOTH, value", "REMOTE, value", "LOCAL, value", "BOTH,", "REMOTE,", "LOCAL," })
	default void doesNotLoadWhatItCanRetrieve(Tiers tiers, String value) throws Exception {
		Cache cache = cache(tiers);
		cache.put("key", value);
		CompletableFuture<String> future = cache.retrieve("key",
				() -> CompletableFuture.failedFuture(new IllegalStateException("called though there is a value")));

		assertThat(future.get(10, TimeUnit.SECONDS)).isEqualTo(value);
	}

	@ParameterizedTest
	@CsvSource({ "BOTH, true", "REMOTE, true", "LOCAL, true", "BOTH, false", "REMOTE, false", "LOCAL, false" })
	default void completesWithTheFailureOfTheLoad(Tiers tiers, boolean atOnce) throws Exception {
		Cache cache = cache(tiers);
		IllegalStateException failure = new IllegalStateException("no such luck");
		CompletableFuture<String> future = cache.retrieve("key", () -> {
			if (atOnce) {
				throw failure;
			}
			return CompletableFuture.supplyAsync(() -> {
				throw failure;
			});
		});

		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> future.orTimeout(10, TimeUnit.SECONDS).join())
			.withCause(failure);
		assertThat(retrieve(cache, "key")).isNull();
		assertThat(
				cache.<String>retrieve("key", () -> CompletableFuture.completedFuture("now")).get(10, TimeUnit.SECONDS))
			.isEqualTo("now");
	}

	@ParameterizedTest
	@EnumSource(Tiers.class)
	default void loadsOnceForThreadsAndFutures(Tiers tiers) {
		Cache cache = cache(tiers);
		AtomicInteger calls = new AtomicInteger();

		List<Integer> values = Rivals.race(20,
				(i) -> (i % 2 == 0) ? cache.get("key", calls::incrementAndGet)
						: cache.retrieve("key", () -> CompletableFuture.supplyAsync(calls::incrementAndGet))
							.get(10, TimeUnit.SECONDS));

		assertThat(values).hasSize(20).containsOnly(1);
		assertThat(calls).hasValue(1);
	}

	private static Object retrieve(Cache cache, Object key) throws Exception {
		return Objects.requireNonNull(cache.retrieve(key)).get(10, TimeUnit.SECONDS);
	}

}
