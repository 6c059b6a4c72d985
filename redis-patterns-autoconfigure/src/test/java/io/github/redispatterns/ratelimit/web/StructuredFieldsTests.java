package io.github.redispatterns.ratelimit.web;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Vectors written from RFC 9651, sections 3.1 to 3.3 and 4.1, and covering what the HTTP
 * working group's structured-field-tests cover in string, string-generated, number,
 * serialisation-tests/number, list, param-list and serialisation-tests/key-generated, as
 * far as they concern what is serialised here: lists of strings and integers with such
 * parameters.
 */
class StructuredFieldsTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			foo            | "foo"
			``             | ""
			foo bar        | "foo bar"
			` foo `        | " foo "
			foo "bar"      | "foo \\"bar\\""
			foo\\bar       | "foo\\\\bar"
			\\"            | "\\\\\\""
			'foo'          | "'foo'"
			foo,bar;a=1    | "foo,bar;a=1"
			~!@#$%^&*()_+  | "~!@#$%^&*()_+"
			""")
	void stringsAreQuotedAndEscaped(String value, String field) {
		assertThat(StructuredFields.string(value)).isEqualTo(field);
	}

	@Test
	void everyPrintableCharacterIsAString() {
		for (char c = ' '; c <= '~'; c++) {
			String escape = (c == '"' || c == '\\') ? "\\" : "";
			assertThat(StructuredFields.string(" " + c)).isEqualTo("\" " + escape + c + "\"");
		}
	}

	@Test
	void noOtherCharacterIsAString() {
		for (char c = 0; c < 0x180; c++) {
			if (c < ' ' || c > '~') {
				String value = "ab" + c;
				assertThatIllegalArgumentException().isThrownBy(() -> StructuredFields.string(value))
					.withMessageContaining("Character 2");
			}
		}
		assertThatIllegalArgumentException().isThrownBy(() -> StructuredFields.string("füü"));
		assertThatIllegalArgumentException().isThrownBy(() -> StructuredFields.string("\uD83D\uDE00"));
	}

	@ParameterizedTest
	@CsvSource({ "0, 0", "1, 1", "42, 42", "-42, -42", "-0, 0", "007, 7", "999999999999999, 999999999999999",
			"-999999999999999, -999999999999999" })
	void integersAreDecimal(long value, String field) {
		assertThat(StructuredFields.integer(value)).isEqualTo(field);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1_000_000_000_000_000L, -1_000_000_000_000_000L, Long.MAX_VALUE, Long.MIN_VALUE })
	void integersOfMoreThanFifteenDigitsFail(long value) {
		assertThatIllegalArgumentException().isThrownBy(() -> StructuredFields.integer(value))
			.withMessageContaining(Long.toString(value))
			.withMessageContaining("999999999999999");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "a1", "a-b", "a_b", "a.b", "a*", "*a", "acme-burst" })
	void keysAreLowerCase(String key) {
		assertThat(StructuredFields.parameter(key, "1")).isEqualTo(";" + key + "=1");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "A", "aA", "1a", "-a", "_a", ".a", "a b", " a", "a=", "a;", "a\"", "ä", "a\u0000", "a\n" })
	void otherKeysFail(String key) {
		assertThatIllegalArgumentException().isThrownBy(() -> StructuredFields.parameter(key, "1"))
			.withMessageContaining("'" + key + "'");
	}

	@Test
	void membersOfListsAreSeparatedByCommaAndSpace() {
		assertThat(StructuredFields.list(List.of())).isEmpty();
		assertThat(StructuredFields.list(List.of(StructuredFields.integer(42)))).isEqualTo("42");
		assertThat(StructuredFields.list(List.of(StructuredFields.integer(1), StructuredFields.integer(42))))
			.isEqualTo("1, 42");
		assertThat(StructuredFields.list(List.of(StructuredFields.string("a, b"), StructuredFields.string("c"))))
			.isEqualTo("\"a, b\", \"c\"");
	}

	@Test
	void parametersFollowTheirItemWithoutSpace() {
		String first = StructuredFields.string("abc_123") + StructuredFields.parameter("a", StructuredFields.integer(1))
				+ StructuredFields.parameter("b", StructuredFields.integer(2));
		String second = StructuredFields.string("ghi") + StructuredFields.parameter("q", StructuredFields.integer(9))
				+ StructuredFields.parameter("r", StructuredFields.string("+w"));
		assertThat(StructuredFields.list(List.of(first, second)))
			.isEqualTo("\"abc_123\";a=1;b=2, \"ghi\";q=9;r=\"+w\"");
	}

}
