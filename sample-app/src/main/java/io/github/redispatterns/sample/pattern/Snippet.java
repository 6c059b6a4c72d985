package io.github.redispatterns.sample.pattern;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.springframework.core.io.ClassPathResource;

/**
 * A part of this application's sources, as they were compiled.
 *
 * @param file name of the file
 * @param text the part, without its indentation
 */
public record Snippet(String file, String text) {

	/**
	 * Cut the part out that stands between {@code tag::name[]} and {@code end::name[]}.
	 * @param path path of a resource
	 * @param tag name of the part
	 * @return the part
	 */
	public static Snippet of(String path, String tag) {
		List<String> lines = read(path).lines().toList();
		int start = indexOf(lines, "tag::" + tag + "[]", path);
		int end = indexOf(lines, "end::" + tag + "[]", path);
		String text = String.join("\n", lines.subList(start + 1, end)).stripIndent();
		return new Snippet(path.substring(path.lastIndexOf('/') + 1), text.replace("\t", "    ").strip());
	}

	private static int indexOf(List<String> lines, String mark, String path) {
		for (int i = 0; i < lines.size(); i++) {
			if (lines.get(i).contains(mark)) {
				return i;
			}
		}
		throw new IllegalArgumentException("'%s' has no %s".formatted(path, mark));
	}

	private static String read(String path) {
		try {
			return new ClassPathResource(path).getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
