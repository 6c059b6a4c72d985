package io.github.redispatterns.house;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the comment above a declaration says. Reflection knows everything else.
 *
 * @param summary the first sentence
 * @param params descriptions by name
 */
record SourceDocs(String summary, Map<String, String> params) {

	private static final Pattern INLINE = Pattern.compile("\\{@(?:code|link|value) ([^}]+)}");

	private static final Pattern PARAM = Pattern
		.compile("(?s)@param (\\w+) (.*?)(?=\\s@(?:param|return|throws|see)\\b|$)");

	static SourceDocs ofType(Class<?> type) {
		return above("(?:class|record|interface|enum) " + type.getSimpleName() + "\\b", type);
	}

	static SourceDocs ofMethod(Class<?> type, String method) {
		return above("[\\w<>?\\[\\]@ ,.]+ " + method + "\\(", type);
	}

	private static SourceDocs above(String declaration, Class<?> type) {
		Pattern pattern = Pattern
			.compile("/\\*\\*((?:(?!\\*/).)*)\\*/(?:\\s*@\\w+(?:\\([^)]*\\))?)*\\s*(?:public |static |final |sealed )*"
					+ declaration, Pattern.DOTALL);
		Matcher matcher = pattern.matcher(House.read(file(type)));
		if (!matcher.find()) {
			throw new IllegalArgumentException("No comment above " + declaration + " in " + file(type));
		}
		return parse(matcher.group(1));
	}

	static SourceDocs parse(String comment) {
		String text = INLINE.matcher(comment.replaceAll("(?m)^\\s*\\* ?", " "))
			.replaceAll((match) -> Matcher.quoteReplacement("`" + match.group(1).replaceFirst("^.*#", "") + "`"))
			.replaceAll("\\s+", " ")
			.strip();
		Map<String, String> params = new LinkedHashMap<>();
		Matcher param = PARAM.matcher(text);
		while (param.find()) {
			params.put(param.group(1), param.group(2).strip());
		}
		String body = text.replaceFirst("(^| )@(param|return|throws|see)\\b.*", "");
		return new SourceDocs(body.replaceFirst("(?<=\\.)( <p>)? .*", "").strip(), params);
	}

	private static Path file(Class<?> type) {
		Class<?> outermost = type;
		while (outermost.getEnclosingClass() != null) {
			outermost = outermost.getEnclosingClass();
		}
		return House.JAVA.resolve(outermost.getName().replace('.', '/') + ".java");
	}

}
