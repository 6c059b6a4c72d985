package io.github.redispatterns.internal;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import io.github.redispatterns.PatternConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class KeySpaceTests {

	private static final String ALPHABET = "ab{}:%h0\u0000\n\u007F\u0085\u00E9\u20AC\uD83D\uDE00?";

	@Test
	void beginsEveryKeyWithNamespaceAndPattern() {
		assertThat(new KeySpace("shop").prefix("lock")).isEqualTo("shop:lock:{");
	}

	@Test
	void escapesTheNamespace() {
		assertThat(new KeySpace("my:shop").prefix("lock")).isEqualTo("my%3Ashop:lock:{");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "  " })
	void refusesABlankNamespace(String namespace) {
		assertThatExceptionOfType(PatternConfigurationException.class).isThrownBy(() -> new KeySpace(namespace))
			.withMessageContaining("'redis-patterns.namespace'");
	}

	@ParameterizedTest
	@CsvSource({ "order-42, order-42", "a:b, a%3Ab", "{a}, %7Ba%7D", "100%, 100%25", "%3A, %253A",
			"J\u00FCrgen, J\u00FCrgen" })
	void escapesWhatStructuresKeys(String text, String escaped) {
		assertThat(KeySpace.escape(text)).isEqualTo(escaped);
	}

	@Test
	void escapesControlCharacters() {
		assertThat(KeySpace.escape("a\r\n\u0000\u007F\u0085")).isEqualTo("a%0D%0A%00%7F%85");
	}

	@Test
	void keepsCharactersBeyondTheBasicPlane() {
		assertThat(KeySpace.escape("\uD83D\uDE00")).isEqualTo("\uD83D\uDE00");
	}

	@Test
	void keepsHalvesOfCharactersApart() {
		assertThat(utf8(KeySpace.escape("\uD83D"))).isNotEqualTo(utf8("?"))
			.isNotEqualTo(utf8(KeySpace.escape("\uDE00")));
		assertThat(utf8(KeySpace.escape("\uDE00\uD83D"))).isNotEqualTo(utf8("??"));
		assertThat(KeySpace.digest("\uD83D")).isNotEqualTo(KeySpace.digest("?"));
	}

	@Test
	void replacesLongTextsByTheirDigest() {
		String longest = "x".repeat(256);

		assertThat(KeySpace.escape(longest)).isEqualTo(longest);
		assertThat(KeySpace.escape(longest + "x")).isEqualTo(KeySpace.digest(longest + "x")).hasSize(42);
		assertThat(KeySpace.escape(longest + "y")).isNotEqualTo(KeySpace.escape(longest + "x"));
	}

	@Test
	void measuresLengthInBytes() {
		assertThat(KeySpace.escape("\u20AC".repeat(85))).startsWith("\u20AC");
		assertThat(KeySpace.escape("\u20AC".repeat(86))).startsWith("%h");
	}

	@Test
	void digestsCannotBeImitated() {
		String digest = KeySpace.digest("secret");

		assertThat(digest).doesNotContain("secret").startsWith("%h");
		assertThat(KeySpace.escape(digest)).isNotEqualTo(digest);
	}

	@Test
	void differentTextsNeverShareAKey() {
		Random random = new Random(42);
		Map<String, String> seen = new HashMap<>();
		for (int i = 0; i < 100_000; i++) {
			String text = text(random);
			String escaped = KeySpace.escape(text);

			assertThat(escaped.chars()).noneMatch((c) -> c < ' ' || c == '{' || c == '}' || c == ':');
			String other = seen.putIfAbsent(utf8(escaped), text);
			assertThat((other != null) ? other : text).isEqualTo(text);
		}
	}

	private static String utf8(String text) {
		return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
	}

	private static String text(Random random) {
		StringBuilder text = new StringBuilder();
		for (int length = random.nextInt(6); length >= 0; length--) {
			text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
		}
		return text.toString();
	}

}
