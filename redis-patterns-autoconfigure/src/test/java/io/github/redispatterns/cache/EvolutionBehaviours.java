package io.github.redispatterns.cache;

import java.lang.reflect.Constructor;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two versions of an application share one Redis: none fails, and none undoes what the
 * other does.
 */
interface EvolutionBehaviours extends CachesUnderTest {

	@Test
	default void versionsThatUnderstandEachOtherShareTheirValues() {
		assertThat(loadsOf("public record Book(String title, int pages) { }",
				"public record Book(String title, int pages, String note) { }"))
			.isOne();
	}

	@Test
	default void versionsThatDoNotUnderstandEachOtherLoadOnceEach() {
		assertThat(loadsOf("public record Book(int pages) { }", "public record Book(List<String> pages) { }"))
			.isLessThanOrEqualTo(2);
	}

	@Test
	default void aChangeOfMeaningCountsAsNotUnderstood() {
		assertThat(loadsOf("public record Book(Author author) { public record Author(String born) {} }",
				"public record Book(Author author) { public record Author(int born) {} }"))
			.isLessThanOrEqualTo(2);
	}

	@Test
	default void aWriteOfOneVersionIsALoadOfTheOther() {
		Shelf shelf = Shelf.of(this);
		Class<?> before = Compiled.type("public record Book(int pages) { }");
		Class<?> after = Compiled.type("public record Book(List<String> pages) { }");
		AtomicInteger loads = new AtomicInteger();
		for (int i = 0; i < 5; i++) {
			put(shelf, before);
			for (int j = 0; j < 10; j++) {
				assertThat(read(shelf, 0, before, loads)).isInstanceOf(before);
				assertThat(read(shelf, 1, after, loads)).isInstanceOf(after);
			}
		}
		// each write may be told to the other in the middle of its reads
		assertThat(loads.get()).isBetween(1, 10);
	}

	private int loadsOf(String before, String after) {
		Shelf shelf = Shelf.of(this);
		Class<?> first = Compiled.type(before);
		Class<?> second = Compiled.type(after);
		AtomicInteger loads = new AtomicInteger();
		for (int i = 0; i < 50; i++) {
			assertThat(read(shelf, 0, first, loads)).isInstanceOf(first);
			assertThat(read(shelf, 1, second, loads)).isInstanceOf(second);
		}
		return loads.get();
	}

	private static <T> T read(Shelf shelf, int instance, Class<T> type, AtomicInteger loads) {
		return shelf.manager(instance).cache(shelf.name(), String.class, type).getOrLoad("dune", (key) -> {
			loads.incrementAndGet();
			return make(type);
		});
	}

	private static <T> void put(Shelf shelf, Class<T> type) {
		shelf.manager(0).cache(shelf.name(), String.class, type).put("dune", make(type));
	}

	// what an application of that version would load
	private static <T> T make(Class<T> type) {
		try {
			Constructor<?> constructor = type.getDeclaredConstructors()[0];
			Object[] arguments = new Object[constructor.getParameterCount()];
			for (int i = 0; i < arguments.length; i++) {
				Class<?> each = constructor.getParameterTypes()[i];
				if (each == int.class) {
					arguments[i] = 412;
				}
				else if (each == String.class) {
					arguments[i] = "May 1898";
				}
				else {
					arguments[i] = (each == List.class) ? List.of("i", "ii") : make(each);
				}
			}
			return type.cast(constructor.newInstance(arguments));
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
