package io.github.redispatterns.house;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClass;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Small files and small packages. What must be larger is listed here with its reason.
 */
class SizeTests {

	private static final int LINES_OF_A_FILE = 300;

	private static final int TYPES_OF_A_PACKAGE = 22;

	private static final int LINES_OF_A_SCRIPT = 60;

	/**
	 * A file that scripts include holds several functions, each shorter than a script.
	 */
	private static final int LINES_OF_A_LIBRARY = 240;

	/** File below the main sources, with the reason for its length. */
	private static final Map<String, String> LARGE_FILES = Map.of();

	/** Package below the root, with the reason for its many types. */
	private static final Map<String, String> LARGE_PACKAGES = Map.of("internal", "what every pattern shares",
			"circuitbreaker", "half of it is API; a cut would make the other half public", "lock",
			"half of it is API; a cut would make the other half public", "semaphore",
			"half of it is API; a cut would make the other half public", "cache",
			"one engine behind annotations, Spring's cache and a typed API; a cut would make the engine public",
			"ratelimit", "half of it is API; a cut would make the other half public");

	@Test
	void filesAreShort() {
		Map<String, Integer> lengths = House.files(House.JAVA, ".java")
			.stream()
			.collect(Collectors.toMap(SizeTests::name, (file) -> lines(House.read(file))));
		assertThat(exceeding(lengths, LINES_OF_A_FILE)).containsExactlyInAnyOrderElementsOf(LARGE_FILES.keySet());
	}

	@Test
	void packagesHaveFewTypes() {
		Map<String, Integer> types = House.classes()
			.stream()
			.filter((type) -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
			.collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.summingInt((type) -> 1)))
			.entrySet()
			.stream()
			.collect(Collectors.toMap((entry) -> below(entry.getKey()), Map.Entry::getValue));

		assertThat(exceeding(types, TYPES_OF_A_PACKAGE)).containsExactlyInAnyOrderElementsOf(LARGE_PACKAGES.keySet());
	}

	@Test
	void scriptsAreShort() {
		assertThat(LuaFile.all()).allSatisfy((script) -> assertThat(script.bodyLines()).as(script.name())
			.hasSizeLessThanOrEqualTo(LINES_OF_A_SCRIPT));
	}

	@Test
	void bitesOnWhatIsTooLarge() {
		assertThat(exceeding(Map.of("a", 300, "b", 301), 300)).containsExactly("b");
		assertThat(lines("one\ntwo\n")).isEqualTo(2);
	}

	private static Collection<String> exceeding(Map<String, Integer> sizes, int most) {
		return sizes.entrySet().stream().filter((entry) -> entry.getValue() > most).map(Map.Entry::getKey).toList();
	}

	private static int lines(String text) {
		return Math.toIntExact(text.lines().count());
	}

	private static String name(Path file) {
		return House.JAVA.resolve(House.ROOT.replace('.', '/')).relativize(file).toString().replace('\\', '/');
	}

	private static String below(String packageName) {
		return packageName.equals(House.ROOT) ? "" : packageName.substring(House.ROOT.length() + 1);
	}

}
