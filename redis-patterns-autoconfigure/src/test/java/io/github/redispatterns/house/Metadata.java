package io.github.redispatterns.house;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The properties that users can set, as the annotation processor found them.
 *
 * @param properties our properties in the order of the file
 */
record Metadata(List<Property> properties) {

	private static final Path FILE = House.OUTPUT.resolve("META-INF/spring-configuration-metadata.json");

	private static final Pattern NAMES_A_DURATION = Pattern
		.compile(".*(interval|time-?out|ttl|delay|wait|hold|lease|period|retention|pause|-time|warning)");

	private static final Pattern SPEAKS_OF_A_UNIT = Pattern
		.compile("(?i).*\\b(ms|(milli|micro|nano)?seconds?|minutes?|hours?)\\b.*");

	static Metadata ofMainCode() {
		return of(House.read(FILE));
	}

	/**
	 * Read metadata. Endpoints bring properties of the management namespace, which are
	 * described by Spring Boot.
	 * @param json text of the file
	 * @return what it says of ours
	 */
	static Metadata of(String json) {
		List<Property> properties = new ArrayList<>();
		for (JsonNode node : JsonMapper.shared().readTree(json).path("properties")) {
			if (!node.path("name").asString().startsWith("management.endpoint.")) {
				properties.add(new Property(node.path("name").asString(), node.path("type").asString(),
						node.path("description").asString(""),
						node.has("defaultValue") ? node.path("defaultValue").asString() : null,
						node.path("sourceType").asString("")));
			}
		}
		return new Metadata(List.copyOf(properties));
	}

	List<String> problems() {
		List<String> problems = new ArrayList<>();
		List<String> names = this.properties.stream().map(Property::name).toList();
		if (!names.equals(names.stream().sorted().distinct().toList())) {
			problems.add("properties are not sorted, or not distinct: " + names);
		}
		this.properties.forEach((property) -> property.addProblems(problems));
		return problems;
	}

	/**
	 * One property.
	 *
	 * @param name the name
	 * @param type the Java type
	 * @param description what it says
	 * @param defaultValue the default
	 * @param source the class that it is declared in
	 */
	record Property(String name, String type, String description, @Nullable String defaultValue, String source) {

		private void addProblems(List<String> problems) {
			check(this.name.startsWith("redis-patterns."), "is outside of redis-patterns", problems);
			check(!this.description.isBlank(), "is not described", problems);
			check(!this.description.matches("(?i)(the|an?)\\b.*"), "is described with an article first", problems);
			check(!this.description.endsWith("."), "is described with a full stop", problems);
			check(this.description.isEmpty() || this.description.startsWith("@")
					|| this.description.substring(0, 1)
						.equals(this.description.substring(0, 1).toLowerCase(Locale.ROOT)),
					"is described with a capital first", problems);
			check(!this.type.equals("java.lang.Boolean") || this.description.startsWith("whether "),
					"is a boolean whose description does not begin with 'whether'", problems);
			check(!isNumber() || !NAMES_A_DURATION.matcher(this.name).matches(),
					"is a number but named like a Duration", problems);
			check(!isNumber() || !SPEAKS_OF_A_UNIT.matcher(this.description).matches(),
					"is a number but described like a Duration", problems);
		}

		private boolean isNumber() {
			return this.type.matches("java\\.lang\\.(Integer|Long|Double)");
		}

		private void check(boolean kept, String problem, List<String> problems) {
			if (!kept) {
				problems.add(this.name + " " + problem);
			}
		}

	}

}
