package io.github.redispatterns.house;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.BeanUtils;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A script is a contract with a body: header, body and Java call agree.
 */
class LuaScriptContractTests {

	@TestFactory
	Stream<DynamicTest> headerAndBodyAgree() {
		return LuaFile.all().stream().map((script) -> DynamicTest.dynamicTest(script.name(), () -> {
			LuaContract contract = new LuaContract(script, script.wholeBody(LuaFile.all()));
			assertThat(script.isLibrary() ? contract.problemsOfLibrary() : contract.problems()).isEmpty();
		}));
	}

	@TestFactory
	Stream<DynamicTest> oneClassLoadsEachScriptAndPassesItsKeys() {
		return LuaFile.all()
			.stream()
			.filter((script) -> !script.isLibrary())
			.map((script) -> DynamicTest.dynamicTest(script.name(), () -> {
				List<Path> loaders = loaders(script);
				assertThat(loaders).singleElement().satisfies((loader) -> {
					assertThat(loader.toString()).matches(".*(Scripts\\.java|[/\\\\]internal[/\\\\]\\w+\\.java)");
					assertThat(new LuaCalls(House.read(loader)).problems(script)).isEmpty();
				});
			}));
	}

	@Test
	void nativeImagesKeepEveryScript() {
		RuntimeHints hints = new RuntimeHints();
		House.classes()
			.stream()
			.filter((type) -> type.isAnnotatedWith(ImportRuntimeHints.class))
			.flatMap((type) -> Stream.of(type.getAnnotationOfType(ImportRuntimeHints.class).value()))
			.forEach((registrar) -> BeanUtils.instantiateClass(registrar)
				.registerHints(hints, ClassUtils.getDefaultClassLoader()));

		assertThat(LuaFile.all()).isNotEmpty()
			.allSatisfy((script) -> assertThat(RuntimeHintsPredicates.resource().forResource(script.name()))
				.as(script.name())
				.accepts(hints));
	}

	private static List<Path> loaders(LuaFile script) {
		return House.files(House.JAVA.resolve(script.folder()), ".java")
			.stream()
			.filter((source) -> source.getParent().equals(House.JAVA.resolve(script.folder())))
			.filter((source) -> new LuaCalls(House.read(source)).mentions(script.file()))
			.toList();
	}

}
