package io.github.redispatterns.benchmarks.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where threads run: clients and redis-server share one core, the JVM's own threads have
 * the others.
 * <p>
 * Throughput is then the inverse of all processor time that an operation costs, on both
 * sides, and repeats; left to the scheduler it varies by a factor of two on two cores.
 */
public final class Placement {

	/** What HotSpot's threads are called; everything else works for the clients. */
	private static final Pattern OF_THE_JVM = Pattern
		.compile("(C[12] Compiler|G1 |GC Thread|VM |Sweeper|Service Thread|Monitor Deflat|Signal Dispatch).*");

	private static final Path TASKS = Path.of("/proc/self/task");

	private final List<Server> servers;

	private final List<String> cores;

	public Placement(List<Server> servers) {
		this.servers = servers;
		this.cores = cores();
	}

	/**
	 * Place all threads that exist now. Threads started later inherit their parent's
	 * place.
	 */
	public void apply() {
		if (!isPossible()) {
			return;
		}
		String shared = this.cores.get(0);
		String others = String.join(",", this.cores.subList(1, this.cores.size()));
		this.servers.forEach((server) -> place("-a", shared, server.pid()));
		place("-a", shared, ProcessHandle.current().pid());
		try (Stream<Path> tasks = Files.list(TASKS)) {
			for (Path task : tasks.toList()) {
				if (OF_THE_JVM.matcher(read(task.resolve("comm")).trim()).matches()) {
					place("", others, Long.parseLong(task.getFileName().toString()));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Say where threads run.
	 * @return a sentence for the head of a table
	 */
	public String describe() {
		return isPossible()
				? "Client threads and redis-server share core %s; the JVM's compiler and collector have core %s."
					.formatted(this.cores.get(0), String.join(", ", this.cores.subList(1, this.cores.size())))
				: "Threads run where the scheduler puts them, because there is no taskset or only one core:"
						+ " the times below vary and prove nothing.";
	}

	private boolean isPossible() {
		return this.cores.size() > 1 && Files.isExecutable(Path.of("/usr/bin/taskset"));
	}

	private static void place(String option, String cores, long id) {
		List<String> command = new ArrayList<>(List.of("/usr/bin/taskset"));
		if (!option.isEmpty()) {
			command.add(option);
		}
		command.addAll(List.of("-p", "-c", cores, Long.toString(id)));
		try {
			// A thread may have ended since it was listed: its exit code says nothing.
			new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static List<String> cores() {
		Path status = Path.of("/proc/self/status");
		if (!Files.isReadable(status)) {
			return List.of();
		}
		return read(status).lines()
			.filter((line) -> line.startsWith("Cpus_allowed_list:"))
			.flatMap((line) -> Stream.of(line.substring(line.indexOf(':') + 1).trim().split(",")))
			.flatMap(Placement::range)
			.toList();
	}

	private static Stream<String> range(String cores) {
		String[] ends = cores.split("-");
		return Stream.iterate(Integer.parseInt(ends[0]), (core) -> core + 1)
			.limit(Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]) + 1L)
			.map(String::valueOf);
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			return "";
		}
	}

}
