package io.github.redispatterns.house;

import java.lang.reflect.Field;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import io.github.redispatterns.internal.KeyFacet;
import io.github.redispatterns.internal.MeterRow;

/**
 * The pages below {@code docs/reference}, made from the code.
 */
final class ReferencePages {

	private ReferencePages() {
	}

	static Map<String, String> all() {
		return new TreeMap<>(Map.of("properties.md", PropertiesPage.render(), "metrics.md", metrics(), "keys.md",
				keys(), "scripts.md", scripts(), "endpoints.md", EndpointsPage.render()));
	}

	static List<MeterRow> meters() {
		return constants("METERS", MeterRow.class).sorted(Comparator.comparing(MeterRow::name)).toList();
	}

	private static String metrics() {
		MarkdownTable table = new MarkdownTable("Meter", "Type", "Tags", "Meaning");
		meters().forEach((row) -> table.row("`" + row.name() + "`", row.type(), row.tags(), row.purpose()));
		return "# Metrics\n\nTags have closed sets of values; no key, user or session is a tag.\n\n" + table;
	}

	private static String keys() {
		MarkdownTable table = new MarkdownTable("Key", "Type", "Lives", "Holds");
		constants("FACETS", KeyFacet.class)
			.sorted(Comparator.comparing(KeyFacet::pattern).thenComparing(KeyFacet::facet))
			.forEach((row) -> table.row("`<namespace>:%s:{…}:%s`".formatted(row.pattern(), row.facet()), row.type(),
					row.lifetime(), row.purpose()));
		return """
				# Keys

				The namespace is `redis-patterns.namespace`. The braces hold the entity, so that all keys of one
				entity share a slot of a cluster. A facet may be followed by a dot and a name.

				""" + table;
	}

	private static String scripts() {
		return "# Scripts\n\nEach runs in one round trip. Times are the server's, in milliseconds unless said otherwise.\n"
				+ LuaFile.all()
					.stream()
					.filter((script) -> !script.isLibrary())
					.map(ReferencePages::script)
					.collect(Collectors.joining());
	}

	private static String script(LuaFile script) {
		String contract = script.header().stream().skip(1).collect(Collectors.joining("\n")).strip();
		String name = script.folder().substring(script.folder().lastIndexOf('/') + 1) + "/" + script.file();
		return "\n## " + name + "\n\n" + script.purpose() + "\n\n```text\n" + contract + "\n```\n";
	}

	private static <T> Stream<T> constants(String name, Class<T> type) {
		return House.classes()
			.stream()
			.filter((owner) -> owner.tryGetField(name).isPresent())
			.flatMap((owner) -> constant(owner, name).stream())
			.map(type::cast);
	}

	private static List<?> constant(JavaClass owner, String name) {
		try {
			Field field = owner.reflect().getDeclaredField(name);
			field.setAccessible(true);
			return (List<?>) field.get(null);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
