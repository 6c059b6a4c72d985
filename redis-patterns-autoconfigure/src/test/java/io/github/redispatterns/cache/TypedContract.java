package io.github.redispatterns.cache;

import java.time.Duration;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the typed API gives and stores.
 */
interface TypedContract extends CachesUnderTest {

	@Test
	default void whatOneInstanceLoadedOthersFind() {
		String name = name();
		Book loaded = books(0, name).getOrLoad("dune", (key) -> new Book("Dune", 412));

		assertThat(loaded).isEqualTo(new Book("Dune", 412));
		assertThat(books(1, name).get("dune")).isEqualTo(loaded);
		assertThat(books(2, name).getOrLoad("dune", (key) -> new Book("other", 0))).isEqualTo(loaded);
	}

	@Test
	default void remembersThatThereIsNothing() {
		String name = name();
		List<String> loads = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			assertThat(books(i, name).getOrLoad("none", (key) -> {
				loads.add(key);
				return null;
			})).isNull();
		}
		assertThat(loads).hasSize(1);
		assertThat(books(0, name).inspect("none")).hasValueSatisfying((value) -> assertThat(value.nothing()).isTrue());
	}

	@Test
	default void keepsTypesWithArguments() {
		TieredCache<Long, Map<String, List<Book>>> shelves = caches(0).cache("shelves", Long.class,
				new ParameterizedTypeReference<>() {
				});
		Map<String, List<Book>> shelf = Map.of("sf", List.of(new Book("Dune", 412)));
		shelves.put(7L, shelf);

		TieredCache<Long, Map<String, List<Book>>> others = caches(1).cache("shelves", Long.class,
				new ParameterizedTypeReference<>() {
				});
		assertThat(others.get(7L)).isEqualTo(shelf);
	}

	@Test
	default void aLoaderSaysHowItsValueIsStored() {
		TieredCache<String, Book> books = books(0, name());
		books.getOrLoad("dune", (key, load) -> {
			load.ttl(Duration.ofMinutes(2)).tags("sf", "herbert");
			return new Book("Dune", 412);
		});
		books.getOrLoad("secret", (key, load) -> {
			load.noStore();
			return new Book("Secret", 1);
		});

		assertThat(books.inspect("dune")).hasValueSatisfying((value) -> {
			assertThat(value.tags()).containsExactly("sf", "herbert");
			assertThat(value.fresh()).isBetween(Duration.ofSeconds(90), Duration.ofMinutes(3));
			assertThat(value.inMemory()).isTrue();
			assertThat(value.inRedis()).isTrue();
		});
		assertThat(books.get("secret")).isNull();
	}

	@Test
	default void anOlderVersionNeverReplacesANewerOne() {
		String name = name();
		books(0, name).put("dune", new Book("Dune", 2), CacheWriteOptions.NONE.withVersion(2));
		books(1, name).put("dune", new Book("Dune", 1), CacheWriteOptions.NONE.withVersion(1));

		assertThat(books(1, name).get("dune")).isEqualTo(new Book("Dune", 2));
		assertThat(books(2, name).get("dune")).isEqualTo(new Book("Dune", 2));
	}

	@Test
	default void putsOnlyWhatIsAbsent() {
		String name = name();
		assertThat(books(0, name).putIfAbsent("dune", new Book("Dune", 1))).isTrue();
		assertThat(books(1, name).putIfAbsent("dune", new Book("Dune", 2))).isFalse();
		assertThat(books(2, name).get("dune")).isEqualTo(new Book("Dune", 1));
		assertThat(books(2, name).evict("dune")).isTrue();
		assertThat(books(2, name).evict("dune")).isFalse();
	}

	@Test
	default void loadsWhatIsMissingWithOneCall() {
		TieredCache<String, Book> books = books(0, name());
		books.put("a", new Book("A", 1));
		List<Object> asked = new ArrayList<>();

		Map<String, Book> all = books.getAllOrLoad(List.of("a", "b", "c"), (missing) -> {
			asked.add(List.copyOf(missing));
			return Map.of("b", new Book("B", 2));
		});

		assertThat(asked).containsExactly(List.of("b", "c"));
		assertThat(all).containsExactly(Map.entry("a", new Book("A", 1)), Map.entry("b", new Book("B", 2)),
				new SimpleEntry<>("c", null));
	}

}
