package io.github.redispatterns.house;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an editor shows while somebody types our properties.
 */
class MetadataTests {

	@Test
	void everyPropertyIsDescribedAndTyped() {
		assertThat(Metadata.ofMainCode().properties()).hasSizeGreaterThan(10);
		assertThat(Metadata.ofMainCode().problems()).isEmpty();
	}

	@Test
	void everyPropertyIsInTheManual() {
		String manual = House.read(House.REPOSITORY.resolve("docs/reference/properties.md"));

		assertThat(Metadata.ofMainCode().properties())
			.allSatisfy((property) -> assertThat(manual).contains("`" + property.name() + "`"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			redis-patterns.lock.size     | Integer | -                     | is not described
			redis-patterns.lock.size     | Integer | the size              | is described with an article first
			redis-patterns.lock.size     | Integer | a size                | is described with an article first
			redis-patterns.lock.size     | Integer | Size                  | is described with a capital first
			redis-patterns.lock.size     | Integer | size.                 | is described with a full stop
			redis-patterns.lock.fair     | Boolean | enables fairness      | is a boolean whose description
			redis-patterns.lock.max-wait | Long    | longest waiting       | is a number but named like a Duration
			redis-patterns.lock.fence    | Long    | seconds a fence lives | is a number but described like a Duration
			other.lock.size              | Integer | size                  | is outside of redis-patterns
			""")
	void bitesOn(String name, String type, String description, String problem) {
		String json = """
				{ "properties": [ { "name": "%s", "type": "java.lang.%s", "description": "%s" } ] }
				""".formatted(name, type, (description != null) ? description : "");

		assertThat(Metadata.of(json).problems()).singleElement().asString().startsWith(name + " " + problem);
	}

	@Test
	void bitesOnDisorder() {
		String property = "{ \"name\": \"redis-patterns.%s\", \"type\": \"java.lang.String\", \"description\": \"text\" }";
		String json = "{ \"properties\": [ " + property.formatted("b") + ", " + property.formatted("a") + " ] }";

		assertThat(Metadata.of(json).problems()).singleElement().asString().contains("not sorted");
	}

}
