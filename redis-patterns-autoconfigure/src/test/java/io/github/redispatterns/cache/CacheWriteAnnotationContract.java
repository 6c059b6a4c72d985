package io.github.redispatterns.cache;

import java.util.function.BiConsumer;
import java.util.stream.Stream;

import io.github.redispatterns.cache.CachedService.Entity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.cache.Cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What {@code @CachePut}, {@code @CacheEvict} and {@code @Caching} do, on methods and on
 * classes.
 */
interface CacheWriteAnnotationContract extends AnnotationsUnderTest {

	static Stream<Arguments> evictions() {
		return Stream.of(Where.values())
			.flatMap((where) -> Stream.of(eviction(where, "after", true, (service, key) -> service.evict(key, null)),
					eviction(where, "early", true,
							(service, key) -> assertThatIllegalStateException()
								.isThrownBy(() -> service.evictEarlyAndFail(key))),
					eviction(where, "after a failure", false,
							(service, key) -> assertThatIllegalStateException()
								.isThrownBy(() -> service.evictAndFail(key))),
					eviction(where, "all", true, (service, key) -> service.evictAll("other")),
					eviction(where, "all early", true, (service, key) -> assertThatIllegalStateException()
						.isThrownBy(() -> service.evictAllEarlyAndFail("other")))));
	}

	private static Arguments eviction(Where where, String name, boolean expected,
			BiConsumer<CachedService, Object> eviction) {
		return Arguments.argumentSet(where + " " + name, where, expected, eviction);
	}

	@ParameterizedTest
	@MethodSource("evictions")
	default void evicts(Where where, boolean expected, BiConsumer<CachedService, Object> eviction) {
		Cache cache = cache(where, "test");
		CachedService service = service(where);
		String key = key();
		cache.putIfAbsent(key, -1L);
		assertThat(service.plain(key)).isEqualTo(-1L);

		eviction.accept(service, key);

		assertThat(cache.get(key) == null).isEqualTo(expected);
		assertThat(service.plain(key).equals(-1L)).isNotEqualTo(expected);
	}

	@ParameterizedTest
	@EnumSource
	default void evictsNothingButItsKey(Where where) {
		CachedService service = service(where);
		String key = key();
		String other = key();
		Object value = service.plain(key);
		Object kept = service.plain(other);
		service.evict(key, other);

		assertThat(service.plain(key)).isNotEqualTo(value);
		assertThat(service.plain(other)).isEqualTo(kept);
	}

	@ParameterizedTest
	@EnumSource
	default void evictsAllKeys(Where where) {
		CachedService service = service(where);
		String key = key();
		String other = key();
		Object value = service.plain(key);
		Object second = service.plain(other);
		service.evictAll(key);

		assertThat(service.plain(key)).isNotEqualTo(value);
		assertThat(service.plain(other)).isNotEqualTo(second);
	}

	@ParameterizedTest
	@EnumSource
	default void putsWhatTheMethodReturnedEachTime(Where where) {
		Cache cache = cache(where, "test");
		CachedService service = service(where);
		String key = key();
		for (int i = 0; i < 2; i++) {
			Object value = service.put(key);
			assertThat(cache.get(key)).satisfies((found) -> assertThat(found.get()).isEqualTo(value));
			assertThat(service.plain(key)).isEqualTo(value);
		}
	}

	@ParameterizedTest
	@EnumSource
	default void putsOnlyIfItsConditionHolds(Where where) {
		Cache cache = cache(where, "test");
		cache.clear();

		assertThat(service(where).putIfThree(1)).isEqualTo(1);
		assertThat(service(where).putIfThree(3)).isEqualTo(3);

		assertThat(cache.get(1)).isNull();
		assertThat(cache.get(3)).satisfies((found) -> assertThat(found.get()).isEqualTo(3));
	}

	@ParameterizedTest
	@EnumSource
	default void putsUnderAKeyOfTheResult(Where where) {
		Cache cache = cache(where, "first");
		cache.evict(Long.MIN_VALUE);
		Entity entity = service(where).putByResult(new Entity(1L, "name"));

		assertThat(cache.get(1L)).isNull();
		assertThat(cache.get(Long.MIN_VALUE, Entity.class)).isEqualTo(entity)
			.isEqualTo(new Entity(Long.MIN_VALUE, "name"));
	}

	@ParameterizedTest
	@EnumSource
	default void storesInAllItsCaches(Where where) {
		String key = key();
		String put = key();
		Object value = service(where).inBoth(key);
		service(where).putBoth(put);

		for (String name : new String[] { "first", "second" }) {
			assertThat(cache(where, name).get(key)).as(name)
				.satisfies((found) -> assertThat(found.get()).isEqualTo(value));
			assertThat(cache(where, name).get(put)).as(name)
				.satisfies((found) -> assertThat(found.get()).isEqualTo(put));
		}
	}

	@ParameterizedTest
	@EnumSource
	default void findsWhatOneOfItsCachesHas(Where where) {
		String key = key();
		cache(where, "second").put(key, -7L);

		assertThat(service(where).inBoth(key)).isEqualTo(-7L);
	}

	@ParameterizedTest
	@EnumSource
	default void evictsFromAllItsCaches(Where where) {
		CachedService service = service(where);
		String key = key();
		Object value = service.inBoth(key);
		cache(where, "first").put(key + "A", "also");
		cache(where, "second").put(key + "A", "not");

		service.evictBoth(key);

		assertThat(cache(where, "first").get(key)).isNull();
		assertThat(cache(where, "second").get(key)).isNull();
		assertThat(cache(where, "first").get(key + "A")).isNull();
		assertThat(cache(where, "second").get(key + "A")).isNotNull();
		assertThat(service.inBoth(key)).isNotEqualTo(value).isEqualTo(service.inBoth(key));
	}

	@ParameterizedTest
	@EnumSource
	default void readsOneCacheAndEvictsFromAnother(Where where) {
		CachedService service = service(where);
		cache(where, "first").clear();
		String key = key();
		cache(where, "second").put(key, key);
		Object value = service.inFirstByNameEvictSecond(key);

		assertThat(service.inFirstByNameEvictSecond(key)).isEqualTo(value);
		assertThat(cache(where, "first").get("inFirstByNameEvictSecond")).isNotNull();
		assertThat(cache(where, "second").get(key)).isNull();
	}

	@ParameterizedTest
	@EnumSource
	default void evictsThoughTheConditionOfTheReadDoesNotHold(Where where) {
		CachedService service = service(where);
		cache(where, "first").clear();
		cache(where, "second").put(1, "one");
		cache(where, "second").put(3, "three");

		assertThat(service.inFirstIfThreeEvictSecond(1)).isNotEqualTo(service.inFirstIfThreeEvictSecond(1));
		assertThat(service.inFirstIfThreeEvictSecond(3)).isEqualTo(service.inFirstIfThreeEvictSecond(3));
		assertThat(cache(where, "first").get(1)).isNull();
		assertThat(cache(where, "first").get(3)).isNotNull();
		assertThat(cache(where, "second").get(1)).isNull();
		assertThat(cache(where, "second").get(3)).isNull();
	}

}
