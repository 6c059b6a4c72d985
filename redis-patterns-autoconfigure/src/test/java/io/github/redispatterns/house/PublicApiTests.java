package io.github.redispatterns.house;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What users may depend on does not grow by accident.
 */
class PublicApiTests {

	private static final Path LIST = House.MODULE.resolve("src/test/resources/public-types.txt");

	@Test
	void publicTypesAreThoseOfTheList() throws IOException {
		String types = House.classes()
			.stream()
			.filter((type) -> isVisible(type) && !House.pattern(type).equals("internal"))
			.map((type) -> type.getName() + " " + kind(type) + "\n")
			.sorted()
			.collect(Collectors.joining());

		DocumentationTests.compare(LIST, types);
	}

	@Test
	void codeOfUsersNeedsNothingElse() {
		assertThat(new ClassFileImporter().withImportOption(new OnlyIncludeTests())
			.importPackages(House.ROOT + ".consumer")).filteredOn((type) -> !type.getName().endsWith("Tests"))
			.isNotEmpty()
			.flatMap((type) -> type.getDirectDependenciesFromSelf())
			.extracting((dependency) -> dependency.getTargetClass())
			.filteredOn(House::isOurs)
			.extracting(JavaClass::getPackageName)
			.doesNotContain(House.ROOT + ".internal");
	}

	private static boolean isVisible(JavaClass type) {
		return type.getModifiers().contains(JavaModifier.PUBLIC) && !type.isAnonymousClass()
				&& type.getEnclosingClass().map(PublicApiTests::isVisible).orElse(true);
	}

	private static String kind(JavaClass type) {
		if (type.isAnnotation()) {
			return "annotation";
		}
		if (type.isInterface()) {
			return "interface";
		}
		if (type.isRecord()) {
			return "record";
		}
		return type.isEnum() ? "enum" : "class";
	}

}
