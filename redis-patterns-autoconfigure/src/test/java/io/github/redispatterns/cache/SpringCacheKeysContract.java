package io.github.redispatterns.cache;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import io.github.redispatterns.cache.CacheProperties.Tiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.cache.interceptor.SimpleKeyGenerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What may be a key of a cache: equal keys find each other's values, others do not.
 */
interface SpringCacheKeysContract extends SpringCachesUnderTest {

	static Stream<Arguments> keys() {
		UUID id = UUID.randomUUID();
		return Stream.of(Arguments.argumentSet("text", "a", "a", "b"), Arguments.argumentSet("empty text", "", "", " "),
				Arguments.argumentSet("any text", "a {b}:%\n\u00e4", "a {b}:%\n\u00e4", "a {b}:%"),
				Arguments.argumentSet("long", 7L, 7L, 8L),
				Arguments.argumentSet("id", id, UUID.fromString(id.toString()), "x"),
				Arguments.argumentSet("enum", Tiers.BOTH, Tiers.valueOf("BOTH"), Tiers.LOCAL),
				Arguments.argumentSet("object that says what it is", new Name("a", "b"), new Name("a", "b"),
						new Name("a", "c")),
				Arguments.argumentSet("no argument", SimpleKey.EMPTY, SimpleKeyGenerator.generateKey(), "x"),
				Arguments.argumentSet("null", generated((Object) null), generated((Object) null), SimpleKey.EMPTY),
				Arguments.argumentSet("two arguments", generated("a", "b"), generated("a", "b"), generated("b", "a")),
				Arguments.argumentSet("commas", generated("a,b", "c"), generated("a,b", "c"), generated("a", "b,c")),
				Arguments.argumentSet("null among arguments", generated("a", null), generated("a", null),
						generated("a", "null")),
				Arguments.argumentSet("list", generated(List.of("a")), generated(Arrays.asList("a")),
						generated(List.of("b"))),
				Arguments.argumentSet("list of objects", generated(List.of(new Name("a", "b"))),
						generated(List.of(new Name("a", "b"))), generated(List.of(new Name("b", "a")))),
				Arguments.argumentSet("array", generated((Object) new String[] { "a", "b" }),
						generated((Object) new String[] { "a", "b" }), generated((Object) new String[] { "a,b" })),
				Arguments.argumentSet("array of ints", generated("op", new int[] { 2, 3 }),
						generated("op", new int[] { 2, 3 }), generated("op", new int[] { 23 })),
				Arguments.argumentSet("nested arrays", new SimpleKey("a", new String[][] { { "b" }, { "c" } }),
						new SimpleKey("a", new String[][] { { "b" }, { "c" } }),
						new SimpleKey("a", new String[][] { { "b", "c" } })),
				Arguments.argumentSet("map", generated(Map.of("a", new Name("b", "c"))),
						generated(Map.of("a", new Name("b", "c"))), generated(Map.of("a", new Name("c", "b")))),
				Arguments.argumentSet("map in any order", generated(map("a", "b")), generated(map("b", "a")),
						generated(map("a", "c"))),
				Arguments.argumentSet("set in any order", generated(new LinkedHashSet<>(List.of("a", "b"))),
						generated(new LinkedHashSet<>(List.of("b", "a"))),
						generated(new LinkedHashSet<>(List.of("a")))));
	}

	@ParameterizedTest
	@MethodSource("keys")
	default void equalKeysFindEachOthersValues(Object key, Object equal, Object other) {
		for (Tiers tiers : Tiers.values()) {
			Cache cache = cache(tiers);
			cache.put(key, "value");

			assertThat(cache.get(equal, String.class)).as(tiers.name()).isEqualTo("value");
			assertThat(cache.get(other)).as(tiers.name()).isNull();
			assertThat(cache.evictIfPresent(equal)).as(tiers.name()).isTrue();
			assertThat(cache.get(key)).as(tiers.name()).isNull();
		}
	}

	@Test
	default void oneArgumentIsNotTakenForTwo() {
		Cache cache = cache(Tiers.BOTH);
		cache.put(generated("a", "b"), "two");
		cache.put(generated("a,b"), "one");
		cache.put(generated(List.of("a", "b")), "list");

		assertThat(cache.get(generated("a", "b"), String.class)).isEqualTo("two");
		assertThat(cache.get(generated("a,b"), String.class)).isEqualTo("one");
		assertThat(cache.get(generated(List.of("a", "b")), String.class)).isEqualTo("list");
	}

	static Stream<Arguments> mute() {
		return Stream.of(Arguments.argumentSet("alone", new Mute("a")),
				Arguments.argumentSet("argument", generated("a", new Mute("a"))),
				Arguments.argumentSet("in a list", generated(List.of(new Mute("a")))),
				Arguments.argumentSet("in an array", generated((Object) new Mute[] { new Mute("a") })),
				Arguments.argumentSet("in a map", generated(Map.of("a", new Mute("a")))));
	}

	@ParameterizedTest
	@MethodSource("mute")
	default void aKeyThatDoesNotSayWhatItIsIsRefused(Object key) {
		Cache cache = cache(Tiers.BOTH);

		assertThatIllegalStateException().isThrownBy(() -> cache.put(key, "value"))
			.withMessageContaining(Mute.class.getName());
		assertThatIllegalStateException().isThrownBy(() -> cache.get(key)).withMessageContaining("toString");
		assertThatIllegalStateException().isThrownBy(() -> cache.evict(key));
	}

	private static Object generated(Object... arguments) {
		return SimpleKeyGenerator.generateKey(arguments);
	}

	private static Map<String, Integer> map(String... names) {
		Map<String, Integer> map = new LinkedHashMap<>();
		for (String name : names) {
			map.put(name, 1);
		}
		return map;
	}

	/**
	 * Says what it is.
	 *
	 * @param first one part
	 * @param last the other part
	 */
	record Name(String first, String last) {

	}

	/** Says nothing. */
	final class Mute {

		private final String name;

		Mute(String name) {
			this.name = name;
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof Mute mute && mute.name.equals(this.name);
		}

		@Override
		public int hashCode() {
			return this.name.hashCode();
		}

	}

}
