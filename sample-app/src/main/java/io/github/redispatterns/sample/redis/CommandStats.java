package io.github.redispatterns.sample.redis;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.springframework.stereotype.Component;

/**
 * How often the server has run each command, by its own count.
 */
@Component
public class CommandStats {

	/** Sent by this page to look at Redis, not by a pattern. */
	private static final Set<String> OURS = Set.of("info", "ping", "hello", "client|setname", "client|setinfo",
			"select", "scan", "type", "pttl", "memory|usage");

	private final ServerInfo info;

	CommandStats(ServerInfo info) {
		this.info = info;
	}

	/**
	 * Read the counts now, with one command.
	 * @return calls per command since the server started
	 */
	public Map<String, Long> read() {
		Map<String, Long> calls = new TreeMap<>();
		this.info.read("commandstats").forEach((name, value) -> {
			String command = name.replaceFirst("^cmdstat_", "");
			if (!OURS.contains(command)) {
				calls.put(command, Long.parseLong(value.replaceAll("calls=(\\d+),.*", "$1")));
			}
		});
		return calls;
	}

	/**
	 * Compare two readings.
	 * @param before the first
	 * @param after the second
	 * @return what ran between them, commands sent by the client before those that
	 * scripts ran
	 */
	public static List<Calls> between(Map<String, Long> before, Map<String, Long> after) {
		boolean scripts = after.keySet().stream().anyMatch((name) -> isScript(name) && grew(name, before, after) > 0);
		return after.keySet()
			.stream()
			.map((name) -> new Calls(name, grew(name, before, after), scripts && !isScript(name)))
			.filter((calls) -> calls.count() > 0)
			.sorted(Comparator.comparing(Calls::insideScript).thenComparing(Calls::count, Comparator.reverseOrder()))
			.toList();
	}

	private static long grew(String name, Map<String, Long> before, Map<String, Long> after) {
		return after.getOrDefault(name, 0L) - before.getOrDefault(name, 0L);
	}

	private static boolean isScript(String name) {
		return name.startsWith("eval") || name.startsWith("fcall") || name.startsWith("script|");
	}

	/**
	 * Calls of one command.
	 *
	 * @param command name of the command
	 * @param count how often it ran
	 * @param insideScript whether a script ran it, which costs no round trip
	 */
	public record Calls(String command, long count, boolean insideScript) {
	}

}
