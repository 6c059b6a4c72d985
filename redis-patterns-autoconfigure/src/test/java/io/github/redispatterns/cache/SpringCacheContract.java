package io.github.redispatterns.cache;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redispatterns.cache.CacheProperties.Tiers;
import io.github.redispatterns.support.Rivals;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.BeanUtils;
import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.cache.support.NullValue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What Spring expects of every cache it is given.
 */
interface SpringCacheContract extends SpringCachesUnderTest {

	@ParameterizedTest
	@EnumSource(Tiers.class)
	default void tellsItsNameAndWhatIsBehindIt(Tiers tiers) {
		Cache cache = Objects.requireNonNull(caches(tiers).getCache("named"));

		assertThat(cache.getName()).isEqualTo("named");
		assertThat(cache.getNativeCache()).isSameAs(caches(tiers).tiers("named"));
		assertThat(caches(tiers).getCache("named")).isSameAs(cache);
		assertThat(caches(tiers).getCacheNames()).contains("named", WITHOUT_NULLS);
	}

	@ParameterizedTest
	@EnumSource(Tiers.class)
	default void givesWhatWasPut(Tiers tiers) {
		Cache cache = cache(tiers);
		assertThat(cache.get("key")).isNull();
		assertThat(cache.get("key", String.class)).isNull();
		assertThat(cache.get("key", Object.class)).isNull();

		cache.put("key", "george");

		assertThat(valueOf(cache, "key")).isEqualTo("george");
		assertThat(cache.get("key", String.class)).isEqualTo("george");
		assertThat(cache.get("key", Object.class)).isEqualTo("george");
		assertThat(cache.get("key", (Class<?>) null)).isEqualTo("george");
		assertThat(cache.get("other")).isNull();
	}

	@ParameterizedTest
	@EnumSource(Tiers.class)
	default void givesTheLastOfSeveralPuts(Tiers tiers) {
		Cache cache = cache(tiers);
		for (Object value : List.of("one", 2, new Composer("Enescu", 1881), "four")) {
			cache.put("key", value);
			assertThat(valueOf(cache, "key")).isEqualTo(value);
		}
	}

	@ParameterizedTest
	@EnumSource(Tiers.class)
	default void tellsNullFromNothing(Tiers tiers) {
		Cache cache = cache(tiers);
		cache.put("null", null);
		cache.put("null value", BeanUtils.instantiateClass(NullValue.class));
		cache.put("replaced", "value");
		cache.put("replaced", null);

		for (String key : List.of("null", "null value", "replaced")) {
			assertThat(cache.get(key)).as(key).isNotNull();
			assertThat(valueOf(cache, key)).as(key).isNull();
			assertThat(cache.get(key, String.class)).as(key).isNull();
			assertThat(cache.get(key, Object.class)).as(key).isNull();
		}
		assertThat(cache.get("nothing")).isNull();
	}

	@ParameterizedTest
	@EnumSource(Tiers.class)
	default void putsOnlyIfNothingIsThere(Tiers tiers) {
		Cache cache = cache(tiers);
		assertThat(cache.putIfAbsent("key", "first")).isNull();
		assertThat(valueOf(cache, "key")).isEqualTo("first");

		assertThat(cache.putIfAbsent("key", "second")).satisfies((there) -> assertThat(there.get()).isEqualTo("first"));
		assertThat(valueOf(cache, "key")).isEqualTo("first");
	}

	@ParameterizedTest
	@EnumSource(Tiers.class)
	default void putsNothingWhereNullIs(Tiers tiers) {
		Cache cache = cache(tiers);
		assertThat(cache.putIfAbsent("key", null)).isNull();

		assertThat(cache.putIfAbsent("key", "second")).satisfies((there) -> assertThat(there.get()).isNull());
		assertThat(cache.get("key")).isNotNull();
		assertThat(valueOf(cache, "key")).isNull();
	}

	@ParameterizedTest
	@EnumSource(Tiers.class)
	default void evictsOneKey(Tiers tiers) {
		Cache cache = cache(tiers);
		cache.put("enescu", "george");
		cache.put("vlaicu", "aurel");
		cache.evict("enescu");
		cache.evict("nobody");

		assertThat(cache.get("enescu")).isNull();
		assertThat(valueOf(cache, "vlaicu")).isEqualTo("aurel");
	}

	@ParameterizedTest
	@EnumSource(Tiers.class)
	default void tellsWhetherItEvictedSomething(Tiers tiers) {
		Cache cache = cache(tiers);
		cache.put("enescu", "george");

		assertThat(cache.evictIfPresent("enescu")).isTrue();
		assertThat(cache.evictIfPresent("enescu")).isFalse();
		assertThat(cache.get("enescu")).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "BOTH, clear", "REMOTE, clear", "LOCAL, clear", "BOTH, invalidate", "REMOTE, invalidate",
			"LOCAL, invalidate" })
	default void forgetsEverythingAtOnce(Tiers tiers, String how) {
		Cache cache = cache(tiers);
		Cache other = cache(tiers);
		cache.put("enescu", "george");
		cache.put("vlaicu", null);
		other.put("enescu", "george");
		if (how.equals("clear")) {
			cache.clear();
		}
		else {
			cache.invalidate();
		}

		assertThat(cache.get("enescu")).isNull();
		assertThat(cache.get("vlaicu")).isNull();
		assertThat(valueOf(other, "enescu")).isEqualTo("george");
		cache.put("enescu", "again");
		assertThat(valueOf(cache, "enescu")).isEqualTo("again");
	}

	@ParameterizedTest
	@CsvSource({ "BOTH, test", "REMOTE, test", "LOCAL, test", "BOTH,", "REMOTE,", "LOCAL," })
	default void storesWhatItLoaded(Tiers tiers, String value) {
		Cache cache = cache(tiers);
		AtomicInteger calls = new AtomicInteger();
		for (int i = 0; i < 3; i++) {
			String loaded = cache.get("key", () -> {
				calls.incrementAndGet();
				return value;
			});
			assertThat(loaded).isEqualTo(value);
		}

		assertThat(calls).hasValue(1);
		assertThat(cache.get("key")).isNotNull();
		assertThat(valueOf(cache, "key")).isEqualTo(value);
	}

	@ParameterizedTest
	@CsvSource({ "BOTH, existing", "REMOTE, existing", "LOCAL, existing", "BOTH,", "REMOTE,", "LOCAL," })
	default void loadsNothingThatIsThere(Tiers tiers, String value) {
		Cache cache = cache(tiers);
		cache.put("key", value);

		String found = cache.get("key", () -> {
			throw new IllegalStateException("called though there is a value");
		});
		assertThat(found).isEqualTo(value);
	}

	@ParameterizedTest
	@EnumSource(Tiers.class)
	default void tellsWhyAValueCouldNotBeLoadedAndForgetsIt(Tiers tiers) {
		Cache cache = cache(tiers);
		for (Exception cause : List.of(new UnsupportedOperationException("expected"), new IOException("expected"))) {
			assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> cache.get("key", () -> {
				throw cause;
			})).withCause(cause).satisfies((ex) -> assertThat(ex.getKey()).isEqualTo("key"));
			assertThat(cache.get("key")).isNull();
		}
		assertThat(cache.<String>get("key", () -> "now")).isEqualTo("now");
	}

	@ParameterizedTest
	@EnumSource(Tiers.class)
	default void tenThreadsLoadOnce(Tiers tiers) {
		Cache cache = cache(tiers);
		AtomicInteger calls = new AtomicInteger();

		List<Integer> values = Rivals.race(10, (i) -> cache.get("key", calls::incrementAndGet));

		assertThat(values).hasSize(10).containsOnly(1);
		assertThat(calls).hasValue(1);
	}

	@ParameterizedTest
	@EnumSource(Tiers.class)
	default void refusesNullIfToldTo(Tiers tiers) {
		Cache cache = Objects.requireNonNull(caches(tiers).getCache(WITHOUT_NULLS));
		String key = "null of " + tiers;
		cache.put(key, "value");

		assertThatIllegalArgumentException().isThrownBy(() -> cache.put(key, null))
			.withMessageContaining(WITHOUT_NULLS);
		assertThatIllegalArgumentException().isThrownBy(() -> cache.putIfAbsent(key, null))
			.withMessageContaining(WITHOUT_NULLS);
		assertThat(valueOf(cache, key)).isEqualTo("value");
	}

	@ParameterizedTest
	@EnumSource(Tiers.class)
	default void refusesLoadedNullIfToldTo(Tiers tiers) {
		Cache cache = Objects.requireNonNull(caches(tiers).getCache(WITHOUT_NULLS));
		String key = "loaded null of " + tiers;

		assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> cache.get(key, () -> null))
			.havingCause()
			.isInstanceOf(IllegalArgumentException.class)
			.withMessageContaining(WITHOUT_NULLS);
		assertThat(cache.get(key)).isNull();
		assertThat(cache.<String>get(key, () -> "value")).isEqualTo("value");
	}

	@ParameterizedTest
	@EnumSource(Tiers.class)
	default void refusesAValueOfAnotherTypeThanIsWanted(Tiers tiers) {
		Cache cache = cache(tiers);
		cache.put("key", new Composer("Enescu", 1881));

		assertThat(cache.get("key", Composer.class)).isEqualTo(new Composer("Enescu", 1881));
		assertThat(cache.get("key", Record.class)).isInstanceOf(Composer.class);
		assertThatIllegalStateException().isThrownBy(() -> cache.get("key", Cache.class))
			.withMessageContainingAll(Cache.class.getName(), Composer.class.getName());
	}

	default Object valueOf(Cache cache, Object key) {
		return Objects.requireNonNull(cache.get(key), () -> "nothing at " + key).get();
	}

}
