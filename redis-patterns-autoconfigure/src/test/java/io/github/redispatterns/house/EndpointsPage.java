package io.github.redispatterns.house;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * The page of Actuator endpoints.
 */
final class EndpointsPage {

	private static final List<String> VERBS = List.of("GET", "POST", "DELETE");

	private EndpointsPage() {
	}

	static String render() {
		return """
				# Endpoints

				Each is reached after it is named in `management.endpoints.web.exposure.include`.
				Its access is changed by `management.endpoint.<id>.access`.
				""" + House.classes()
			.stream()
			.filter((type) -> type.isAnnotatedWith(Endpoint.class))
			.map((type) -> (Class<?>) type.reflect())
			.sorted(Comparator.comparing((type) -> type.getAnnotation(Endpoint.class).id()))
			.map(EndpointsPage::section)
			.collect(Collectors.joining());
	}

	private static String section(Class<?> type) {
		Endpoint endpoint = type.getAnnotation(Endpoint.class);
		MarkdownTable table = new MarkdownTable("Request", "Parameters", "What it does");
		Arrays.stream(type.getDeclaredMethods())
			.filter((method) -> !verb(method).isEmpty())
			.sorted(Comparator.comparing(EndpointsPage::path).thenComparing((method) -> VERBS.indexOf(verb(method))))
			.forEach((method) -> table.row("`%s /actuator/%s%s`".formatted(verb(method), endpoint.id(), path(method)),
					parameters(type, method), SourceDocs.ofMethod(type, method.getName()).summary()));
		return "\n## %s\n\nDefault access: `%s`.\n\n%s".formatted(endpoint.id(),
				endpoint.defaultAccess().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'), table);
	}

	private static String verb(Method method) {
		if (method.isAnnotationPresent(ReadOperation.class)) {
			return "GET";
		}
		if (method.isAnnotationPresent(WriteOperation.class)) {
			return "POST";
		}
		return method.isAnnotationPresent(DeleteOperation.class) ? "DELETE" : "";
	}

	private static String path(Method method) {
		return Arrays.stream(method.getParameters())
			.filter((parameter) -> parameter.isAnnotationPresent(Selector.class))
			.map((parameter) -> "/{" + parameter.getName() + "}")
			.collect(Collectors.joining());
	}

	private static String parameters(Class<?> type, Method method) {
		List<Parameter> parameters = Arrays.stream(method.getParameters())
			.filter((parameter) -> !parameter.isAnnotationPresent(Selector.class))
			.toList();
		String place = verb(method).equals("POST") ? "JSON body: " : "query: ";
		return parameters.isEmpty() ? ""
				: place + parameters.stream()
					.map((parameter) -> "`%s` %s".formatted(parameter.getName(),
							SourceDocs.ofMethod(type, method.getName()).params().getOrDefault(parameter.getName(), "")))
					.collect(Collectors.joining("; "));
	}

}
