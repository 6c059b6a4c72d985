package io.github.redispatterns.house;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A script as its author wrote it: header, then body.
 * <p>
 * The header is the comment at the top: purpose, one line for every {@code KEYS[n]} and
 * {@code ARGV[n]}, what it returns, and why it is correct. {@code KEYS[2*]} stands for
 * the second key and all after it, {@code KEYS[*]} for all.
 *
 * @param folder folder below the resources
 * @param file name of the file
 * @param includes the libraries of the same folder that come before it
 * @param header lines of the header without the comment sign
 * @param bodyLines lines after the header
 */
record LuaFile(String folder, String file, List<String> includes, List<String> header, List<String> bodyLines) {

	private static final String INCLUDE = "-- @include ";

	private static final Pattern DECLARATION = Pattern.compile("(KEYS|ARGV)\\[(\\d*\\*|\\d+)]\\s{1,3}(\\S.*)");

	static List<LuaFile> all() {
		return House.files(House.RESOURCES, ".lua")
			.stream()
			.map((file) -> parse(folder(file), file.getFileName().toString(), House.read(file)))
			.toList();
	}

	static LuaFile parse(String folder, String file, String text) {
		List<String> lines = text.lines().toList();
		List<String> includes = lines.stream()
			.takeWhile((line) -> line.startsWith(INCLUDE))
			.map((line) -> line.substring(INCLUDE.length()).trim())
			.toList();
		int line = includes.size();
		List<String> header = new ArrayList<>();
		while (line < lines.size() && lines.get(line).startsWith("--")) {
			header.add(lines.get(line).substring(2).replaceFirst("^ ", "").stripTrailing());
			line++;
		}
		return new LuaFile(folder, file, includes, List.copyOf(header), lines.subList(line, lines.size()));
	}

	String name() {
		return this.folder + "/" + this.file;
	}

	/**
	 * Whether other scripts include this file. It has no reply, keys or arguments of its
	 * own.
	 * @return whether it is shared
	 */
	boolean isLibrary() {
		return all().stream()
			.anyMatch((other) -> other.includes.stream().anyMatch((include) -> other.reaches(include).equals(name())));
	}

	String purpose() {
		return this.header.isEmpty() ? "" : this.header.get(0);
	}

	/**
	 * Return what the header says of keys or arguments.
	 * @param array {@code KEYS} or {@code ARGV}
	 * @return descriptions by index, which is {@code n} or {@code n*}
	 */
	SortedMap<String, String> declared(String array) {
		SortedMap<String, String> declared = new TreeMap<>();
		for (String line : this.header) {
			Matcher matcher = DECLARATION.matcher(line);
			if (matcher.matches() && matcher.group(1).equals(array)) {
				String index = matcher.group(2).equals("*") ? "1*" : matcher.group(2);
				declared.put(index, matcher.group(3).strip());
			}
		}
		return declared;
	}

	/**
	 * Return what the header says of the reply.
	 * @return one row for each line, without the word itself
	 */
	List<String> returns() {
		List<String> rows = new ArrayList<>();
		for (String line : this.header) {
			if (line.startsWith("returns")) {
				rows.add(line.substring("returns".length()).strip());
			}
			else if (!rows.isEmpty()) {
				if (line.isEmpty()) {
					break;
				}
				rows.add(line.strip());
			}
		}
		return rows;
	}

	String body() {
		return String.join("\n", this.bodyLines);
	}

	/**
	 * Return the body with all that comes before it.
	 * @param files the files of the folder
	 * @return what the server runs
	 * @throws IllegalArgumentException if an included file is not among them
	 */
	String wholeBody(Collection<LuaFile> files) {
		StringBuilder whole = new StringBuilder();
		for (String include : this.includes) {
			LuaFile library = files.stream()
				.filter((other) -> other.name().equals(reaches(include)))
				.findFirst()
				.orElseThrow(() -> new IllegalArgumentException(
						"%s includes %s, which is not there".formatted(name(), include)));
			whole.append(library.wholeBody(files)).append('\n');
		}
		return whole.append(body()).toString();
	}

	private String reaches(String include) {
		return Path.of(this.folder).resolve(include).normalize().toString().replace('\\', '/');
	}

	private static String folder(Path file) {
		return House.RESOURCES.relativize(file.getParent()).toString().replace('\\', '/');
	}

}
