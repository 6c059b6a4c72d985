package io.github.redispatterns.cache;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.junit.jupiter.api.Test;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for what {@link ValueType} writes and reads.
 */
class ValueTypeTests {

	@Test
	void keepsWhatRecordsOfJavaTypesHold() {
		Order order = new Order(7, new BigDecimal("1.500"), Instant.parse("2026-11-20T10:15:30.123456789Z"),
				LocalDate.of(2026, 2, 28), Duration.ofNanos(1_000_000_001),
				OffsetDateTime.parse("2026-01-01T00:00+05:30"),
				ZonedDateTime.parse("2026-07-01T12:00+02:00[Europe/Berlin]"), UUID.fromString("0-1-2-3-4"),
				Optional.of("gift"), Optional.empty(), State.PAID, new byte[] { 1, -1 }, Locale.ROOT, 'ß');

		Order read = (Order) roundTrip(Order.class, order);

		assertThat(read).usingRecursiveComparison().isEqualTo(order);
		assertThat(read.price().scale()).isEqualTo(3);
		assertThat(read.zoned().getZone()).isEqualTo(order.zoned().getZone());
	}

	@Test
	void writesTimesAsText() {
		assertThat(json(Instant.class, Instant.parse("2026-11-20T10:15:30.123456789Z")))
			.isEqualTo("\"2026-11-20T10:15:30.123456789Z\"");
		assertThat(json(Duration.class, Duration.ofMillis(1500))).isEqualTo("\"PT1.5S\"");
	}

	@Test
	void keepsTheScaleOfDecimals() {
		for (String number : List.of("0.00", "1E+3", "-1.10", "123456789012345678901234567890.5")) {
			assertThat(roundTrip(BigDecimal.class, new BigDecimal(number))).isEqualTo(new BigDecimal(number));
		}
	}

	@Test
	void keepsWhatIsNotANumber() {
		List<Double> numbers = List.of(Double.NaN, Double.NEGATIVE_INFINITY, -0.0, Double.MIN_VALUE);

		assertThat(roundTrip(new ParameterizedTypeReference<List<Double>>() {
		}.getType(), numbers)).isEqualTo(numbers);
	}

	@Test
	void usesTheModulesOfTheApplication() {
		assertThat(json(Degrees.class, new Degrees(21.5))).isEqualTo("\"21.5 C\"");
		assertThat(((Degrees) read(Degrees.class, "\"-3.0 C\"")).celsius()).isEqualTo(-3);
	}

	@Test
	void keepsGenericsOfTheMethod() {
		Type type = new ParameterizedTypeReference<Map<Long, List<Line>>>() {
		}.getType();
		Map<Long, List<Line>> value = Map.of(1L, List.of(new Line("a", 1), new Line("b", 2)));

		assertThat(roundTrip(type, value)).isEqualTo(value);
	}

	@Test
	void readsUnmodifiableCollections() {
		Type type = new ParameterizedTypeReference<Set<State>>() {
		}.getType();

		assertThat(roundTrip(type, Set.of(State.OPEN, State.PAID))).isEqualTo(Set.of(State.OPEN, State.PAID));
	}

	@Test
	void keepsWhichOfTheSealedTypesItIs() {
		Type type = new ParameterizedTypeReference<List<Shape>>() {
		}.getType();
		List<Shape> shapes = List.of(new Circle(2), new Square(3));

		assertThat(roundTrip(type, shapes)).isEqualTo(shapes);
		assertThat(roundTrip(Shape.class, new Circle(1))).isEqualTo(new Circle(1));
		assertThat(json(type, shapes)).doesNotContain("io.github");
	}

	@Test
	void writesTheNamesOfConstants() {
		assertThat(json(State.class, State.OPEN)).isEqualTo("\"OPEN\"");
	}

	@Test
	void doesNotGuessUnknownConstants() {
		assertThatIllegalArgumentException().isThrownBy(() -> read(State.class, "\"GONE\""))
			.withMessageContaining("State");
		assertThatIllegalArgumentException().isThrownBy(() -> read(State.class, "0"));
	}

	@Test
	void ignoresUnknownAndDefaultsMissingProperties() {
		assertThat(read(Line.class, "{\"name\":\"a\",\"more\":{\"deep\":[1]}}")).isEqualTo(new Line("a", 0));
		assertThat(read(Line.class, "{\"count\":null}")).isEqualTo(new Line(null, 0));
	}

	@Test
	void doesNotCutFractions() {
		assertThatIllegalArgumentException().isThrownBy(() -> read(Line.class, "{\"count\":1.5}"));
	}

	@Test
	void readsWhatJsonHasWhenNoTypeIsDeclared() {
		Map<String, Object> value = new LinkedHashMap<>();
		value.put("int", 1);
		value.put("long", 1L << 40);
		value.put("double", 0.5);
		value.put("text", "a");
		value.put("flag", true);
		value.put("list", new ArrayList<>(List.of(1, "b")));
		value.put("none", null);

		assertThat(roundTrip(Object.class, value)).isEqualTo(value);
	}

	@Test
	void takesAPrimitiveAsItsObject() {
		assertThat(ValueType.of(int.class).fingerprint()).isEqualTo(ValueType.of(Integer.class).fingerprint());
		assertThat(roundTrip(long.class, 5L)).isEqualTo(5L);
	}

	private static Object roundTrip(Type type, Object value) {
		return ValueType.of(type).read(ValueType.of(type).write(value));
	}

	private static String json(Type type, Object value) {
		return new String(ValueType.of(type).write(value), StandardCharsets.UTF_8);
	}

	private static Object read(Type type, String json) {
		return ValueType.of(type).read(json.getBytes(StandardCharsets.UTF_8));
	}

	enum State {

		OPEN, PAID;

		@Override
		public String toString() {
			return "It is " + name();
		}

	}

	record Order(int id, BigDecimal price, Instant at, LocalDate day, Duration took, OffsetDateTime offset,
			ZonedDateTime zoned, UUID key, Optional<String> note, Optional<Integer> none, State state, byte[] raw,
			Locale locale, char letter) {
	}

	record Line(String name, int count) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	sealed interface Shape permits Circle, Square {

	}

	record Circle(int radius) implements Shape {
	}

	record Square(int side) implements Shape {
	}

}
