package io.github.redispatterns.cache;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Fidelity}: what would not come back as it is, is not stored.
 */
class FidelityTests {

	private static final Facts FACTS = new Facts(0, 0, 0, 0, 0, 0, List.of());

	private final ValueCodec codec = new ValueCodec(100, 1000);

	@Test
	void refusesWhatIsNotWritable() {
		assertThat(reason(new Broken(), Broken.class)).contains("Broken").contains("lazy");
	}

	@Test
	void refusesWhatCouldNotBeReadAgain() {
		assertThat(reason((Runnable) () -> {
		}, Runnable.class)).contains("not readable").contains("java.lang.Runnable");
	}

	@Test
	void refusesASubclassThatWouldBeCutToItsParent() {
		assertThat(encode(new Animal("a"), ValueType.of(Animal.class))).isNotEmpty();
		assertThat(reason(new Dog("a", 1), Animal.class)).contains("Dog would come back as a mere")
			.contains("@JsonTypeInfo");
		assertThat(reason(new Dog("a", 1), Animal.class)).contains("Dog would come back");
	}

	@Test
	void refusesWhatJsonHasNotWhenNoTypeIsDeclared() {
		assertThat(reason(1L, Object.class)).contains("java.lang.Long").contains("declare its type");
		assertThat(reason(new Shop("a", Map.of()), Object.class)).contains("declare its type");
		assertThat(reason(List.of(1, Set.of("a", 2L)), Object.class)).contains("declare its type");
		assertThat(reason(Map.of("at", Instant.EPOCH), Map.class)).contains("declare its type");
		assertThat(reason(List.of(new BigDecimal("1.0")), List.class)).contains("declare its type");
	}

	@Test
	void keepsWhatJsonHasWhenNoTypeIsDeclared() {
		Object value = List.of(1, Map.of("a", 0.5, "b", 1L << 40), "c", true);

		for (Class<?> type : List.of(Object.class, List.class)) {
			assertThat(value(encode(value, ValueType.of(type)), ValueType.of(type))).isEqualTo(value);
		}
	}

	private String reason(Object value, Class<?> type) {
		return ((Encoding.Unwritable) this.codec.encode(value, ValueType.of(type), FACTS)).reason();
	}

	private byte[] encode(Object value, ValueType type) {
		return ((Encoding.Encoded) this.codec.encode(value, type, FACTS)).bytes();
	}

	private Object value(byte[] bytes, ValueType type) {
		return ((Decoding.Decoded) this.codec.decode(bytes, type)).value();
	}

	record Shop(String name, Map<Long, List<Double>> prices) {
	}

	static class Animal {

		@JsonProperty
		final String name;

		@JsonCreator
		Animal(@JsonProperty("name") String name) {
			this.name = name;
		}

	}

	static final class Dog extends Animal {

		@JsonProperty
		final int legs;

		Dog(String name, int legs) {
			super(name);
			this.legs = legs;
		}

	}

	static final class Broken {

		@JsonProperty
		String getName() {
			throw new IllegalStateException("lazy");
		}

	}

}
