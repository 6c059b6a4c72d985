package io.github.redispatterns.house;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The body of a script without comments: which indexes it uses, what it returns, and what
 * it does that a script must not do.
 *
 * @param text the code
 */
record LuaCode(String text) {

	private static final Pattern COMMENT = Pattern
		.compile("('(?:\\\\.|[^'\\\\\n])*'|\"(?:\\\\.|[^\"\\\\\n])*\")|--[^\n]*");

	private static final Pattern STRING = Pattern.compile("'(?:\\\\.|[^'\\\\\n])*'|\"(?:\\\\.|[^\"\\\\\n])*\"");

	private static final Pattern WORD = Pattern.compile("\\b(function|if|do|repeat|until|end|return)\\b");

	private static final Pattern VALUE = Pattern.compile("\\s*(true|false|nil|end\\b|$)?");

	private static final Pattern COMMAND = Pattern
		.compile("redis\\.p?call\\(\\s*(?:['\"](\\w+)['\"]\\s*(?:,\\s*([^,)]+))?)?");

	private static final Pattern TIME_AS_TEXT = Pattern.compile(
			"\\.\\.\\s*(now|time|ms|us|millis|micros|till|ends)\\b(?![(\\[.])|\\b(now|time|ms|us|millis|micros|till|ends)\\s*\\.\\.");

	static LuaCode of(String body) {
		return new LuaCode(COMMENT.matcher(body).replaceAll((match) -> {
			String string = match.group(1);
			return (string != null) ? Matcher.quoteReplacement(string) : "";
		}));
	}

	/**
	 * Return the literal indexes of an array.
	 * @param array {@code KEYS} or {@code ARGV}
	 * @return indexes, and {@code *} if the array is used in another way as well
	 */
	SortedSet<String> indexes(String array) {
		SortedSet<String> indexes = new TreeSet<>();
		Matcher matcher = Pattern.compile("\\b" + array + "\\b(?:\\s*\\[\\s*(\\d+)\\s*])?").matcher(withoutStrings());
		while (matcher.find()) {
			indexes.add((matcher.group(1) != null) ? matcher.group(1) : "*");
		}
		return indexes;
	}

	/**
	 * Return what the script itself, not a function in it, returns.
	 * @return the first word of every returned value
	 */
	List<String> returned() {
		String code = withoutStrings();
		List<String> returned = new ArrayList<>();
		Deque<String> blocks = new ArrayDeque<>();
		Matcher word = WORD.matcher(code);
		while (word.find()) {
			switch (word.group()) {
				case "end", "until" -> blocks.poll();
				case "return" -> {
					if (!blocks.contains("function")) {
						returned.add(value(code, word.end()));
					}
				}
				default -> blocks.push(word.group());
			}
		}
		return returned;
	}

	List<String> forbidden() {
		List<String> problems = new ArrayList<>();
		Matcher command = COMMAND.matcher(this.text);
		while (command.find()) {
			check(command.group(1), command.group(2), problems);
		}
		if (this.text.contains("replicate_commands")) {
			problems.add("calls redis.replicate_commands(), which does nothing since Redis 5");
		}
		if (withoutStrings().matches("(?s).*\\btostring\\s*\\(.*")) {
			problems.add("calls tostring(), which rounds large numbers: use string.format('%.0f', n)");
		}
		if (TIME_AS_TEXT.matcher(withoutStrings()).find()) {
			problems.add("joins a time with '..', which rounds large numbers: use string.format('%.0f', n)");
		}
		return problems;
	}

	private static void check(String command, String key, List<String> problems) {
		if (command == null) {
			problems.add("calls a command whose name is not written out");
		}
		else if (command.matches("(?i)KEYS|FLUSH\\w+|CONFIG|SCRIPT|SELECT|SUBSCRIBE|PUBLISH_ALL|RANDOMKEY|DBSIZE")) {
			problems.add("calls " + command);
		}
		else if (key != null && (key.contains("..") || key.matches("\\s*['\"].*"))) {
			problems.add("makes the key " + key.strip() + ": every key arrives in KEYS");
		}
	}

	private String withoutStrings() {
		return STRING.matcher(this.text).replaceAll("''");
	}

	private static String value(String code, int from) {
		Matcher value = VALUE.matcher(code);
		value.region(from, code.length());
		if (value.lookingAt() && value.group(1) != null) {
			return (value.group(1).isEmpty() || value.group(1).equals("end")) ? "nothing" : value.group(1);
		}
		return "a value";
	}

}
