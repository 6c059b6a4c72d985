package io.github.redispatterns.internal;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SlotsTests {

	/** Slots of a real server: CLUSTER KEYSLOT. */
	@ParameterizedTest
	@CsvSource({ "foo, 12182", "{foo}:a, 12182", "a{foo}b, 12182", "123456789, 12739" })
	void agreesWithTheServer(String key, int slot) {
		assertThat(Slots.of(key.getBytes(StandardCharsets.UTF_8))).isEqualTo(slot);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 16 })
	void findsATagInEveryPart(int parts) {
		for (int part = 0; part < parts; part++) {
			String tag = Slots.tag(part, parts);

			assertThat(tag).startsWith("{").endsWith("}");
			assertThat(
					Slots.of(("shop:kernel:" + tag + ":probe").getBytes(StandardCharsets.UTF_8)) * parts / Slots.COUNT)
				.isEqualTo(part);
		}
	}

	@Test
	void tagsAreStable() {
		assertThat(Slots.tag(3, 16)).isEqualTo(Slots.tag(3, 16));
	}

	@Test
	void everySlotHasATag() {
		for (int slot = 0; slot < Slots.COUNT; slot++) {
			assertThat(Slots.of(("shop:kernel:" + Slots.tag(slot) + ":wake").getBytes(StandardCharsets.UTF_8)))
				.isEqualTo(slot);
		}
	}

	@Test
	void instancesOfOtherVersionsFindTheSameTags() {
		assertThat(List.of(Slots.tag(0), Slots.tag(8_000), Slots.tag(16_383))).isEqualTo(List.of("{1bz}", "{42}", "{hia}"));
	}

}
