package io.github.redispatterns.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.redispatterns.PatternConfigurationException;

/**
 * Where things are: classes, sources, documents; and which pattern a class belongs to.
 */
final class House {

	static final String ROOT = "io.github.redispatterns";

	static final Path OUTPUT = output();

	static final Path MODULE = OUTPUT.getParent().getParent();

	static final Path REPOSITORY = MODULE.getParent();

	static final Path JAVA = MODULE.resolve("src/main/java");

	static final Path RESOURCES = MODULE.resolve("src/main/resources");

	private static final JavaClasses CLASSES = new ClassFileImporter().importPath(OUTPUT);

	private House() {
	}

	static JavaClasses classes() {
		return CLASSES;
	}

	/**
	 * Name the pattern of a class: the first package below the root.
	 * @param type a class of ours
	 * @return the pattern, or an empty text for the root package
	 */
	static String pattern(JavaClass type) {
		return pattern(type.getPackageName());
	}

	static String pattern(String packageName) {
		if (packageName.equals(ROOT)) {
			return "";
		}
		String below = packageName.substring(ROOT.length() + 1);
		int end = below.indexOf('.');
		return (end < 0) ? below : below.substring(0, end);
	}

	static boolean isOurs(JavaClass type) {
		return type.getPackageName().equals(ROOT) || type.getPackageName().startsWith(ROOT + ".");
	}

	/**
	 * Name the file that a class is written in, without its ending.
	 * @param type the class
	 * @return the simple name of its outermost class
	 */
	static String file(JavaClass type) {
		String name = type.getName().substring(type.getPackageName().length() + 1);
		int end = name.indexOf('$');
		return (end < 0) ? name : name.substring(0, end);
	}

	static List<Path> files(Path root, String ending) {
		if (!Files.isDirectory(root)) {
			return List.of();
		}
		try (Stream<Path> files = Files.walk(root)) {
			return files.filter((file) -> file.getFileName().toString().endsWith(ending)).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Path output() {
		try {
			return Path
				.of(PatternConfigurationException.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
