package io.github.redispatterns.cache;

import java.util.function.BiFunction;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.cache.Cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * What {@code @Cacheable} does, on methods and on classes.
 */
interface CacheableAnnotationContract extends AnnotationsUnderTest {

	static Stream<Arguments> reads() {
		return Stream.of(Where.values())
			.flatMap((where) -> Stream.of(read(where, "plain", CachedService::plain),
					read(where, "sync", CachedService::sync), read(where, "null", CachedService::nothing),
					read(where, "null with sync", CachedService::nothingSync),
					read(where, "arguments", (service, key) -> service.many(key, 2, 3)),
					read(where, "own keys", CachedService::ownKeys),
					read(where, "own manager", CachedService::ownManager),
					read(where, "two caches", CachedService::inBoth)));
	}

	private static Arguments read(Where where, String name, BiFunction<CachedService, Object, Object> read) {
		return Arguments.argumentSet(where + " " + name, where, read);
	}

	@ParameterizedTest
	@MethodSource("reads")
	default void executesOnce(Where where, BiFunction<CachedService, Object, Object> read) {
		CachedService service = service(where);
		String key = key();
		long before = service.executions();
		Object first = read.apply(service, key);

		assertThat(read.apply(service, key)).isEqualTo(first);
		assertThat(read.apply(service, key)).isEqualTo(first);
		assertThat(service.executions()).isEqualTo(before + 1);
		read.apply(service, key());
		assertThat(service.executions()).isEqualTo(before + 2);
	}

	@ParameterizedTest
	@EnumSource
	default void remembersNull(Where where) {
		for (boolean sync : new boolean[] { true, false }) {
			String key = key();
			assertThat(cache(where, "test").get(key)).isNull();
			assertThat(sync ? service(where).nothingSync(key) : service(where).nothing(key)).isNull();
			assertThat(cache(where, "test").get(key)).satisfies((found) -> assertThat(found.get()).isNull());
		}
	}

	@ParameterizedTest
	@EnumSource
	default void doesNothingUnlessItsConditionHolds(Where where) {
		CachedService service = service(where);
		cache(where, "test").evict(3);

		assertThat(service.onlyIfThree(4)).isNotEqualTo(service.onlyIfThree(4));
		assertThat(service.onlyIfThree(3)).isEqualTo(service.onlyIfThree(3));
		cache(where, "test").evict(3);
		assertThat(service.onlyIfThreeSync(4)).isNotEqualTo(service.onlyIfThreeSync(4));
		assertThat(service.onlyIfThreeSync(3)).isEqualTo(service.onlyIfThreeSync(3));
		assertThat(cache(where, "test").get(4)).isNull();
	}

	@ParameterizedTest
	@EnumSource
	default void doesNotStoreWhatUnlessVetoes(Where where) {
		Cache cache = cache(where, "test");
		cache.clear();
		CachedService service = service(where);

		assertThat(service.unlessLarge(10)).isEqualTo(10);
		assertThat(service.unlessLarge(11)).isEqualTo(11);

		assertThat(cache.get(10)).satisfies((found) -> assertThat(found.get()).isEqualTo(10));
		assertThat(cache.get(11)).isNull();
	}

	@ParameterizedTest
	@EnumSource
	default void takesItsKeyFromAnExpression(Where where) {
		CachedService service = service(where);
		String one = key();
		String two = key();

		assertThat(service.firstIsKey(one, 1)).isEqualTo(service.firstIsKey(one, 2));
		assertThat(service.firstIsKey(one, 1)).isNotEqualTo(service.firstIsKey(two, 1));
		assertThat(cache(where, "test").get(one)).isNotNull();
	}

	@ParameterizedTest
	@EnumSource
	default void takesAllArgumentsForTheKey(Where where) {
		CachedService service = service(where);
		String key = key();

		assertThat(service.many(key, 2, 3)).isEqualTo(service.many(key, 2, 3)).isNotEqualTo(service.many(key, 2));
		assertThat(service.many(key, 2)).isNotEqualTo(service.many(key, 3));
	}

	@ParameterizedTest
	@EnumSource
	default void nullIsAKey(Where where) {
		CachedService service = service(where);
		cache(where, "test").clear();

		assertThat(service.plain(null)).isEqualTo(service.plain(null)).isNotEqualTo(service.plain("null"));
	}

	@ParameterizedTest
	@EnumSource
	default void expressionsSeeTheCall(Where where) {
		CachedService service = service(where);
		cache(where, "test").clear();
		String key = key();

		assertThat(service.byName(key)).isEqualTo(service.byName("other"));
		assertThat(cache(where, "test").get("byNametest")).isNotNull();
		assertThat(service.byRoot(key)).isEqualTo(service.byRoot(key)).isNotEqualTo(service.byRoot("other"));
		String target = where.name().startsWith("CLASS") ? "ClassCachedService" : "MethodCachedService";
		assertThat(cache(where, "test").get("byRoot" + target + "a service" + key)).isNotNull();
	}

	@ParameterizedTest
	@EnumSource
	default void usesTheKeyGeneratorItNames(Where where) {
		String key = key();
		Object value = service(where).ownKeys(key);

		assertThat(cache(where, "test").get("own-ownKeys-" + key))
			.satisfies((found) -> assertThat(found.get()).isEqualTo(value));
		assertThatExceptionOfType(NoSuchBeanDefinitionException.class)
			.isThrownBy(() -> service(where).unknownKeys(key));
	}

	@ParameterizedTest
	@EnumSource
	default void usesTheCacheManagerItNames(Where where) {
		String key = key();
		service(where).ownManager(key);

		assertThat(cache(where, "test").get(key)).isNull();
		assertThatExceptionOfType(NoSuchBeanDefinitionException.class)
			.isThrownBy(() -> service(where).unknownManager(key));
	}

	@ParameterizedTest
	@EnumSource
	default void throwsWhatTheMethodThrows(Where where) {
		CachedService service = service(where);
		String message = key();
		long before = service.executions();

		assertThatIOException().isThrownBy(() -> service.checked(message)).withMessage(message).withNoCause();
		assertThatIOException().isThrownBy(() -> service.checkedSync(message)).withMessage(message).withNoCause();
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> service.unchecked(message))
			.withMessage(message);
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> service.uncheckedSync(message))
			.withMessage(message);
		assertThatIOException().isThrownBy(() -> service.checked(message));
		assertThat(service.executions()).isEqualTo(before + 5);
		assertThat(cache(where, "test").get(message)).isNull();
	}

}
