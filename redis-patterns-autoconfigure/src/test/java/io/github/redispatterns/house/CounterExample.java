package io.github.redispatterns.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;

/**
 * Code that breaks a rule, compiled by the test that expects the rule to bite.
 *
 * @param folder where the compiled classes are
 */
record CounterExample(Path folder) {

	private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");

	private static final Pattern NAME = Pattern.compile("(?:class|interface|record|enum) (\\w+)");

	/**
	 * Compile sources.
	 * @param sources one top-level type each
	 * @return the compiled classes
	 */
	static CounterExample of(String... sources) {
		return of(List.of("-parameters"), sources);
	}

	static CounterExample of(List<String> options, String... sources) {
		try {
			Path parent = Files.createDirectories(House.OUTPUT.resolveSibling("counter-examples"));
			Path folder = Files.createTempDirectory(parent, "compiled");
			List<String> arguments = new ArrayList<>(options);
			arguments.addAll(List.of("-proc:none", "-d", folder.toString()));
			JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
			DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
			List<JavaFileObject> files = new ArrayList<>();
			for (String source : sources) {
				files.add(new Source(source));
			}
			if (!compiler.getTask(null, null, problems, arguments, null, files).call()) {
				throw new IllegalArgumentException(problems.getDiagnostics().toString());
			}
			return new CounterExample(folder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	JavaClasses classes() {
		return new ClassFileImporter().importPath(this.folder);
	}

	List<String> problems(Rule rule) {
		return rule.check(classes());
	}

	private static final class Source extends SimpleJavaFileObject {

		private final String text;

		Source(String text) {
			super(URI.create("string:///" + find(PACKAGE, text).replace('.', '/') + "/" + name(text) + ".java"),
					Kind.SOURCE);
			this.text = text;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.text;
		}

		private static String name(String text) {
			return text.contains("NullMarked package") ? "package-info" : find(NAME, text);
		}

		private static String find(Pattern pattern, String text) {
			Matcher matcher = pattern.matcher(text);
			if (!matcher.find()) {
				throw new IllegalArgumentException("No " + pattern + " in " + text);
			}
			return matcher.group(1);
		}

	}

}
