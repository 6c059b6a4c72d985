package io.github.redispatterns.internal;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JsonTests {

	private final Json<Order> json = Json.of(Order.class);

	@Test
	void readsWhatItWrote() {
		Order order = new Order(7L, new BigDecimal("1.10"), Instant.parse("2026-01-02T03:04:05.678Z"),
				Duration.ofMillis(1500), List.of("a", "b"), Map.of("k", 1L), Optional.of("note"), Size.LARGE);

		assertThat(this.json.read(this.json.write(order))).isEqualTo(order);
	}

	@Test
	void readsGenericTypesWhole() {
		Json<List<Long>> longs = Json.of(new ParameterizedTypeReference<List<Long>>() {
		}.getType());

		assertThat(longs.read(longs.write(List.of(1L, 2L)))).containsExactly(1L, 2L);
	}

	@Test
	void storesNoClassNames() {
		String text = new String(this.json.write(new Order(7L, BigDecimal.ONE, Instant.EPOCH, Duration.ZERO, List.of(),
				Map.of(), Optional.empty(), Size.SMALL)), StandardCharsets.UTF_8);

		assertThat(text).doesNotContain("class").doesNotContain("java.").doesNotContain("redispatterns");
	}

	@Test
	void believesNoClassNames() {
		Json<Note> notes = Json.of(Note.class);

		Note note = notes.read(utf8("{\"@class\":\"java.net.URL\",\"content\":{\"@class\":\"javax.swing.JFrame\"}}"));

		assertThat(note.content()).isInstanceOf(Map.class);
	}

	@Test
	void ignoresWhatANewerVersionAdded() {
		assertThat(Json.of(Note.class).read(utf8("{\"content\":\"a\",\"added\":1}"))).isEqualTo(new Note("a"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "no json", "[]", "{\"id\":\"x\"}", "{} {}" })
	void refusesOtherData(String text) {
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> this.json.read(utf8(text)));
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	enum Size {

		SMALL, LARGE

	}

	record Order(long id, BigDecimal price, Instant at, Duration within, List<String> names, Map<String, Long> counts,
			Optional<String> note, Size size) {
	}

	record Note(Object content) {
	}

}
