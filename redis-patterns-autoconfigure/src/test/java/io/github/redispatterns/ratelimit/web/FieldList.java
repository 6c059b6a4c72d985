package io.github.redispatterns.ratelimit.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a list of strings with integer parameters strictly, as a client that parses
 * structured fields does.
 */
final class FieldList {

	private static final Pattern MEMBER = Pattern.compile(
			"\\G\"((?:[\\x20-\\x21\\x23-\\x5b\\x5d-\\x7e]|\\\\[\"\\\\])*)\"((?:; *[a-z*][a-z0-9_.*-]*=-?[0-9]{1,15})*)");

	private FieldList() {
	}

	static Map<String, Map<String, Long>> parse(String field) {
		Map<String, Map<String, Long>> members = new LinkedHashMap<>();
		Matcher matcher = MEMBER.matcher(field);
		int end = 0;
		while (end < field.length() && matcher.find(end)) {
			members.put(matcher.group(1).replaceAll("\\\\(.)", "$1"), parameters(matcher.group(2)));
			end = matcher.end();
			Matcher comma = Pattern.compile("\\G[ \\t]*,[ \\t]*(?=.)").matcher(field);
			if (comma.find(end)) {
				end = comma.end();
			}
			else if (end < field.length()) {
				break;
			}
		}
		if (end < field.length()) {
			throw new IllegalArgumentException("No structured list from character " + end + ": " + field);
		}
		return members;
	}

	private static Map<String, Long> parameters(String text) {
		Map<String, Long> parameters = new LinkedHashMap<>();
		for (String parameter : text.split(";")) {
			if (!parameter.isBlank()) {
				String[] pair = parameter.strip().split("=");
				parameters.put(pair[0], Long.valueOf(pair[1]));
			}
		}
		return parameters;
	}

}
