package io.github.redispatterns.house;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A document of the repository.
 *
 * @param file where it is
 * @param text what it says
 */
record Markdown(Path file, String text) {

	private static final Pattern FENCE = Pattern.compile("(?ms)^```.*?^```$");

	private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");

	private static final Pattern HEADING = Pattern.compile("(?m)^(#{1,6}) (.+)$");

	private static final Pattern SOURCE = Pattern
		.compile("(?ms)^<!-- source: (\\S+?)#([\\w-]+) -->\\n+```\\w+\\n(.*?)^```$");

	static List<Markdown> all() {
		Stream<Path> docs = House.files(House.REPOSITORY.resolve("docs"), ".md").stream();
		Stream<Path> top = Stream
			.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "COMPATIBILITY.md",
					"redis-patterns-benchmarks/README.md")
			.map(House.REPOSITORY::resolve);
		return Stream.concat(top, docs).filter(Files::exists).map(Markdown::of).toList();
	}

	static Markdown of(Path file) {
		return new Markdown(file, House.read(file).replace("\r\n", "\n"));
	}

	String name() {
		return House.REPOSITORY.relativize(this.file).toString().replace('\\', '/');
	}

	List<String> headings(int level) {
		List<String> headings = new ArrayList<>();
		Matcher heading = HEADING.matcher(prose());
		while (heading.find()) {
			if (heading.group(1).length() == level) {
				headings.add(heading.group(2).strip());
			}
		}
		return headings;
	}

	List<String> brokenLinks() {
		List<String> broken = new ArrayList<>();
		Matcher link = LINK.matcher(prose().replaceAll("`[^`\n]*`", ""));
		while (link.find()) {
			if (!link.group(1).matches("(https?|mailto):.*") && !leadsSomewhere(link.group(1))) {
				broken.add(link.group(1));
			}
		}
		return broken;
	}

	List<String> differencesFromSources() {
		List<String> differences = new ArrayList<>();
		Matcher fence = SOURCE.matcher(this.text);
		while (fence.find()) {
			String region = region(House.REPOSITORY.resolve(fence.group(1)), fence.group(2));
			if (!Objects.equals(region.stripTrailing(), fence.group(3).stripTrailing())) {
				differences.add("%s#%s is\n%s\nbut the document shows\n%s".formatted(fence.group(1), fence.group(2),
						region, fence.group(3)));
			}
		}
		return differences;
	}

	/**
	 * Cut a tagged region out of a source: what stands between the comments
	 * {@code tag::name[]} and {@code end::name[]}.
	 * @param source the file
	 * @param tag name of the region
	 * @return its lines, moved to the left
	 */
	static String region(Path source, String tag) {
		List<String> lines = Files.exists(source) ? House.read(source).lines().toList() : List.of();
		List<String> region = lines.stream()
			.dropWhile((line) -> !line.contains("tag::" + tag + "[]"))
			.skip(1)
			.takeWhile((line) -> !line.contains("end::" + tag + "[]"))
			.filter((line) -> !line.contains("tag::") && !line.contains("end::"))
			.toList();
		return String.join("\n", region).stripIndent();
	}

	private boolean leadsSomewhere(String link) {
		int hash = link.indexOf('#');
		if (hash == 0) {
			return anchors().contains(link.substring(1));
		}
		Path target = this.file.resolveSibling((hash < 0) ? link : link.substring(0, hash)).normalize();
		return Files.exists(target) && (hash < 0 || of(target).anchors().contains(link.substring(hash + 1)));
	}

	private Set<String> anchors() {
		Set<String> anchors = new TreeSet<>();
		for (int level = 1; level <= 6; level++) {
			for (String heading : headings(level)) {
				anchors.add(heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ', '-'));
			}
		}
		return anchors;
	}

	private String prose() {
		return FENCE.matcher(this.text).replaceAll("");
	}

}
