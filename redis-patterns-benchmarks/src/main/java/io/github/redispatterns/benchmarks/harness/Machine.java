package io.github.redispatterns.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a table was made on.
 */
public final class Machine {

	private Machine() {
	}

	/**
	 * Describe the machine and the software. Call it before threads are bound to fewer
	 * cores.
	 * @param server the server in use
	 * @return one line
	 */
	public static String describe(Server server) {
		return "%s, %d cores, %s %s; JDK %s (%s); redis-server %s on loopback".formatted(processor(),
				Runtime.getRuntime().availableProcessors(), System.getProperty("os.name"),
				System.getProperty("os.version"), System.getProperty("java.version"), System.getProperty("java.vendor"),
				server.info("server").get("redis_version"));
	}

	private static String processor() {
		try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
			return lines.filter((line) -> line.startsWith("model name"))
				.map((line) -> line.substring(line.indexOf(':') + 1).trim())
				.findFirst()
				.orElse(System.getProperty("os.arch"));
		}
		catch (IOException ex) {
			return System.getProperty("os.arch");
		}
	}

}
