package io.github.redispatterns.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.redispatterns.internal.MeterRow;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The documents agree with the code. {@code -Ddocs.write} rewrites what is generated.
 */
class DocumentationTests {

	static final boolean WRITE = System.getProperty("docs.write") != null;

	private static final List<String> HEADINGS = List.of("TL;DR", "The problem", "Use it", "What happens in Redis",
			"Guarantees", "Not guaranteed", "When Redis is down", "Properties", "Metrics", "Cost");

	@TestFactory
	Stream<DynamicTest> referencePagesAreUpToDate() {
		return ReferencePages.all()
			.entrySet()
			.stream()
			.map((page) -> DynamicTest.dynamicTest(page.getKey(),
					() -> compare(House.REPOSITORY.resolve("docs/reference").resolve(page.getKey()), page.getValue())));
	}

	@TestFactory
	Stream<DynamicTest> everyPatternHasAPageWithTheSameHeadings() {
		return House.classes()
			.stream()
			.filter((type) -> type.getSimpleName().endsWith("AutoConfiguration"))
			.map(House::pattern)
			.filter((pattern) -> !List.of("internal", "actuate").contains(pattern))
			.distinct()
			.sorted()
			.map((pattern) -> DynamicTest.dynamicTest(pattern, () -> {
				Markdown page = Markdown.of(House.REPOSITORY.resolve("docs/" + pattern + ".md"));
				assertThat(page.headings(2)).containsExactlyElementsOf(HEADINGS);
			}));
	}

	@TestFactory
	Stream<DynamicTest> linksLeadSomewhere() {
		return Markdown.all()
			.stream()
			.map((page) -> DynamicTest.dynamicTest(page.name(), () -> assertThat(page.brokenLinks()).isEmpty()));
	}

	@TestFactory
	Stream<DynamicTest> codeIsTakenFromSourcesThatCompile() {
		return Markdown.all()
			.stream()
			.map((page) -> DynamicTest.dynamicTest(page.name(),
					() -> assertThat(page.differencesFromSources()).isEmpty()));
	}

	@Test
	void everyMeterInTheCodeIsInItsTable() {
		Pattern name = Pattern.compile("\"(redis\\.patterns\\.[a-z.]+)\"");
		List<String> used = House.files(House.JAVA, ".java")
			.stream()
			.flatMap((source) -> name.matcher(House.read(source)).results())
			.map((result) -> result.group(1))
			.distinct()
			.toList();

		assertThat(ReferencePages.meters()).extracting(MeterRow::name)
			.doesNotHaveDuplicates()
			.containsExactlyInAnyOrderElementsOf(used);
	}

	static void compare(Path file, String expected) throws IOException {
		if (WRITE) {
			Files.createDirectories(file.getParent());
			Files.writeString(file, expected);
		}
		List<String> actual = Files.exists(file) ? House.read(file).lines().toList() : List.of();
		assertThat(firstDifference(actual, expected.lines().toList()))
			.as("%s is out of date; rewrite it by ./mvnw -pl redis-patterns-autoconfigure test "
					+ "-Dtest='DocumentationTests,PublicApiTests' -Ddocs.write", file.getFileName())
			.isEmpty();
	}

	private static String firstDifference(List<String> actual, List<String> expected) {
		for (int i = 0; i < Math.max(actual.size(), expected.size()); i++) {
			String is = (i < actual.size()) ? actual.get(i) : "<end>";
			String must = (i < expected.size()) ? expected.get(i) : "<end>";
			if (!is.equals(must)) {
				return "line %d is%n%s%nbut must be%n%s".formatted(i + 1, is, must);
			}
		}
		return "";
	}

}
