package io.github.redispatterns.house;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The manual of properties. Metadata stops at maps and lists of records, so the page is
 * made from the records themselves and compared with the metadata by a test.
 */
final class PropertiesPage {

	private PropertiesPage() {
	}

	static String render() {
		StringBuilder page = new StringBuilder(
				"# Properties\n\nA duration is written like `500ms`, `10s`, `5m` or `PT1H`.\n");
		House.classes()
			.stream()
			.filter((type) -> type.isAnnotatedWith(ConfigurationProperties.class))
			.map((type) -> (Class<?>) type.reflect())
			.sorted((one, other) -> prefix(one).compareTo(prefix(other)))
			.forEach((type) -> page.append(section(type)));
		return page.toString();
	}

	private static String section(Class<?> type) {
		Map<String, Row> rows = new LinkedHashMap<>();
		addRows(type, prefix(type) + ".", rows);
		MarkdownTable table = new MarkdownTable("Property", "Type", "Default", "Meaning");
		rows.forEach((name, row) -> table.row("`" + name + "`", row.type, row.defaultValue, row.meaning));
		return "\n## " + prefix(type) + "\n\n" + SourceDocs.ofType(type).summary() + "\n\n" + table;
	}

	private static String prefix(Class<?> type) {
		return type.getAnnotation(ConfigurationProperties.class).value();
	}

	private static void addRows(Class<?> type, String prefix, Map<String, Row> rows) {
		Map<String, String> meanings = SourceDocs.ofType(type).params();
		for (RecordComponent component : type.getRecordComponents()) {
			String name = prefix + kebab(component.getName());
			Class<?> element = element(component.getGenericType());
			if (component.getType().isRecord()) {
				addRows(component.getType(), name + ".", rows);
				continue;
			}
			rows.put(name, new Row(type(component.getGenericType()), defaultValue(type, component),
					meanings.getOrDefault(component.getName(), "")));
			if (element != null && element.isRecord()) {
				addRows(element, name + ((component.getType() == Map.class) ? ".<name>." : "[]."), rows);
			}
		}
	}

	private static @Nullable Class<?> element(Type type) {
		if (type instanceof ParameterizedType generic) {
			Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
			return (last instanceof Class<?> element) ? element : null;
		}
		return null;
	}

	private static String type(Type type) {
		if (type instanceof ParameterizedType generic) {
			Class<?> element = element(generic);
			String of = (element == null || element.isRecord()) ? "" : " of " + type(element);
			return (generic.getRawType() == Map.class) ? "map by name" + of : "list" + of;
		}
		Class<?> plain = (Class<?>) type;
		if (plain.isEnum()) {
			return Arrays.stream(plain.getEnumConstants())
				.map((value) -> "`" + value.toString().toLowerCase(Locale.ROOT).replace('_', '-') + "`")
				.collect(Collectors.joining(", "));
		}
		if (plain == boolean.class || plain == Boolean.class) {
			return "`true`, `false`";
		}
		if (plain.isPrimitive() || Number.class.isAssignableFrom(plain)) {
			return "number";
		}
		return (plain == Duration.class) ? "duration" : (plain == URI.class) ? "URI" : "text";
	}

	private static String defaultValue(Class<?> type, RecordComponent component) {
		return Arrays.stream(type.getDeclaredConstructors()[0].getParameters())
			.filter((parameter) -> parameter.getName().equals(component.getName()))
			.map((parameter) -> parameter.getAnnotation(DefaultValue.class))
			.filter((value) -> value != null && value.value().length > 0)
			.map((value) -> "`" + String.join(", ", value.value()) + "`")
			.findFirst()
			.orElse("");
	}

	private static String kebab(String name) {
		return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
	}

	private record Row(String type, String defaultValue, String meaning) {
	}

}
