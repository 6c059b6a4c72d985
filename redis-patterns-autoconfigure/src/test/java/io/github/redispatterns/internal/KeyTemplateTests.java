package io.github.redispatterns.internal;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KeyTemplateTests {

	private final KeyTemplate template = new KeyTemplate(new KeySpace("shop"), "ratelimit", "log:in", "tat.10s");

	@Test
	void fillsTheHole() {
		assertThat(key("ada")).isEqualTo("shop:ratelimit:{log%3Ain:ada}:tat.10s");
		assertThat(key("J\u00FCrgen")).isEqualTo("shop:ratelimit:{log%3Ain:J\u00FCrgen}:tat.10s");
	}

	@Test
	void keepsAllKeysOfAnEntityInOneSlot() {
		KeyTemplate other = new KeyTemplate(new KeySpace("shop"), "ratelimit", "log:in", "holds");

		assertThat(Slots.of(other.key("ada"))).isEqualTo(Slots.of(this.template.key("ada")));
	}

	private String key(String escaped) {
		return new String(this.template.key(escaped), StandardCharsets.UTF_8);
	}

}
