package io.github.redispatterns.house;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * Compares the header of a script with its body.
 *
 * @param script the script
 * @param wholeBody its body after those of the files that it includes
 */
record LuaContract(LuaFile script, String wholeBody) {

	List<String> problems() {
		List<String> problems = new ArrayList<>();
		if (!this.script.purpose().endsWith(".")) {
			problems.add("does not begin with a sentence that says its purpose");
		}
		if (this.script.returns().isEmpty()) {
			problems.add("does not say what it returns");
		}
		compare("KEYS", problems);
		compare("ARGV", problems);
		LuaCode own = LuaCode.of(this.script.body());
		if (own.returned().isEmpty()) {
			problems.add("returns nothing");
		}
		own.returned()
			.stream()
			.filter(Set.of("true", "false", "nil", "nothing")::contains)
			.forEach((value) -> problems.add("returns " + value + ": reply with integers and strings"));
		problems.addAll(own.forbidden());
		problems.addAll(layout());
		return problems;
	}

	/**
	 * Check a file that scripts include.
	 * @return what is wrong with it
	 */
	List<String> problemsOfLibrary() {
		List<String> problems = new ArrayList<>();
		if (!this.script.purpose().endsWith(".")) {
			problems.add("does not begin with a sentence that says its purpose");
		}
		LuaCode code = LuaCode.of(this.script.body());
		if (!this.script.declared("KEYS").isEmpty() || !this.script.declared("ARGV").isEmpty()
				|| code.indexes("KEYS").stream().anyMatch((index) -> !index.equals("*"))
				|| code.indexes("ARGV").stream().anyMatch((index) -> !index.equals("*"))) {
			problems.add("fixes keys or arguments, which are its callers'");
		}
		if (!code.returned().isEmpty()) {
			problems.add("returns, so that its callers never run");
		}
		problems.addAll(code.forbidden());
		problems.addAll(layout());
		return problems;
	}

	private void compare(String array, List<String> problems) {
		SortedMap<String, String> declared = this.script.declared(array);
		SortedSet<String> used = LuaCode.of(this.wholeBody).indexes(array);
		for (String index : used) {
			boolean known = index.equals("*") ? declared.keySet().stream().anyMatch((key) -> key.endsWith("*"))
					: declared.keySet().stream().anyMatch((key) -> covers(key, Integer.parseInt(index)));
			if (!known) {
				problems.add("uses %s[%s], which its header does not declare".formatted(array, index));
			}
		}
		for (String index : declared.keySet()) {
			if (!used.contains(index.endsWith("*") ? "*" : index)) {
				problems.add("declares %s[%s], which its body does not use".formatted(array, index));
			}
		}
	}

	private static boolean covers(String declared, int index) {
		return declared.endsWith("*") ? Integer.parseInt(declared.substring(0, declared.length() - 1)) <= index
				: Integer.parseInt(declared) == index;
	}

	private List<String> layout() {
		return this.script.bodyLines()
			.stream()
			.filter((line) -> line.contains("\t") || !line.equals(line.stripTrailing()) || line.length() > 130)
			.map((line) -> "has a line with tabs, trailing blanks or more than 130 characters: " + line)
			.toList();
	}

}
