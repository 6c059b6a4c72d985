package io.github.redispatterns.house;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How one Java source loads and runs scripts, as far as it says so in literals.
 *
 * @param source text of the source
 */
record LuaCalls(String source) {

	private static final Pattern LOAD = Pattern
		.compile("(\\w+)\\s*=\\s*LuaScript\\.(\\w+)\\(\\s*\\w+\\.class,\\s*\"([\\w-]+\\.lua)\"\\s*\\)");

	private static final Pattern RUN = Pattern.compile("\\.run\\(\\s*(?:\\w+\\.)*(\\w+),\\s*(\\d+)\\s*,");

	boolean mentions(String file) {
		return this.source.contains("\"" + file + "\"");
	}

	/**
	 * Compare with a script that this source loads.
	 * @param script the script
	 * @return what does not agree
	 */
	List<String> problems(LuaFile script) {
		List<String> problems = new ArrayList<>();
		Map<String, String> constants = new LinkedHashMap<>();
		Matcher load = LOAD.matcher(this.source);
		while (load.find()) {
			if (load.group(3).equals(script.file())) {
				constants.put(load.group(1), load.group(2));
			}
		}
		boolean list = !script.returns().isEmpty() && script.returns().get(0).startsWith("{");
		constants.forEach((constant, kind) -> {
			if (kind.equals("integer") == list) {
				problems.add("is loaded by LuaScript.%s but returns %s".formatted(kind, script.returns().get(0)));
			}
		});
		Matcher run = RUN.matcher(this.source);
		while (run.find()) {
			int keys = Integer.parseInt(run.group(2));
			if (constants.containsKey(run.group(1)) && !accepts(script, keys)) {
				problems.add("is run with %d keys but declares %s".formatted(keys, script.declared("KEYS").keySet()));
			}
		}
		return problems;
	}

	private static boolean accepts(LuaFile script, int keys) {
		int fixed = (int) script.declared("KEYS").keySet().stream().filter((index) -> !index.endsWith("*")).count();
		boolean open = script.declared("KEYS").size() > fixed;
		return open ? keys >= fixed : keys == fixed;
	}

}
