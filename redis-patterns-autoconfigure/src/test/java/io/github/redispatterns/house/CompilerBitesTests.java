package io.github.redispatterns.house;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The compiler refuses what it should, with the arguments that the build gives it.
 */
class CompilerBitesTests {

	private static final Pattern ARGUMENT = Pattern.compile("<arg>(.+?)</arg>");

	private static final String HEAD = "@org.jspecify.annotations.NullMarked\nclass Sample {\n";

	@TempDir
	private Path folder;

	@Test
	void acceptsGoodCode() throws Exception {
		assertThat(compile(HEAD + "@org.jspecify.annotations.Nullable String name() { return null; } }")).isEmpty();
	}

	@Test
	void refusesNullWhereNothingAllowsIt() throws Exception {
		assertThat(compile(HEAD + "String name() { return null; } }")).contains("error: [NullAway]");
	}

	@Test
	void refusesTheUseOfWhatMayBeNull() throws Exception {
		assertThat(compile(HEAD + "int length(@org.jspecify.annotations.Nullable String it) { return it.length(); } }"))
			.contains("error: [NullAway]");
	}

	@Test
	void refusesWarnings() throws Exception {
		assertThat(compile(HEAD + "java.util.List names() { return java.util.List.of(); } }")).contains("[rawtypes]")
			.contains("warnings found and -Werror specified");
	}

	private String compile(String source) throws IOException, InterruptedException {
		Path file = Files.writeString(this.folder.resolve("Sample.java"), source);
		String classPath = System.getProperty("java.class.path");
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "javac").toString());
		command.addAll(arguments());
		command.addAll(List.of("-proc:none", "--release", "17", "-processorpath", classPath, "-cp", classPath, "-d",
				this.folder.toString(), file.toString()));
		Process javac = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(javac.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(javac.waitFor() == 0).as(output).isEqualTo(output.isEmpty());
		return output;
	}

	private static List<String> arguments() {
		return ARGUMENT.matcher(House.read(House.REPOSITORY.resolve("pom.xml")))
			.results()
			.map((argument) -> argument.group(1))
			.toList();
	}

}
