package io.github.redispatterns.support;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.awaitility.core.ConditionTimeoutException;

/**
 * A second JVM with the class path of this one, for tests in which a process must die.
 */
public final class JvmProcess implements AutoCloseable {

	private final String name;

	private final Process process;

	private final List<String> lines = new CopyOnWriteArrayList<>();

	private volatile boolean silent;

	private JvmProcess(String name, Process process) {
		this.name = name;
		this.process = process;
		TcpLink.daemon("output-of-" + name, this::readLines);
	}

	/**
	 * Start a JVM.
	 * @param main class with a {@code main} method
	 * @param arguments its arguments
	 * @return the process, to be closed
	 */
	public static JvmProcess start(Class<?> main, String... arguments) {
		return start((entry) -> true, main, arguments);
	}

	/**
	 * Start a JVM with a part of this one's class path.
	 * @param classPath which folders and jars it has
	 * @param main class with a {@code main} method
	 * @param arguments its arguments
	 * @return the process, to be closed
	 */
	public static JvmProcess start(Predicate<String> classPath, Class<?> main, String... arguments) {
		String java = ProcessHandle.current().info().command().orElse("java");
		List<String> command = new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1", "-Xmx256m",
				"-Djava.io.tmpdir=" + TestDirectory.path(), main.getName()));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = GuardedProcess.of(command).redirectErrorStream(true);
		builder.environment()
			.put("CLASSPATH",
					Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
						.filter(classPath)
						.collect(Collectors.joining(File.pathSeparator)));
		try {
			return new JvmProcess(main.getSimpleName(), builder.start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot start " + command, ex);
		}
	}

	private void readLines() {
		try (BufferedReader reader = this.process.inputReader()) {
			reader.lines().forEach(this.lines::add);
		}
		catch (IOException | UncheckedIOException ex) {
			// killed while we read
		}
		finally {
			this.silent = true;
		}
	}

	/**
	 * What it printed so far, errors included.
	 * @return the lines
	 */
	public List<String> lines() {
		return List.copyOf(this.lines);
	}

	/**
	 * Wait until it has printed a line, up to thirty seconds.
	 * @param expected recognises the line
	 * @return the first such line
	 * @throws AssertionError if it ends or time passes without that line
	 */
	public String awaitLine(Predicate<String> expected) {
		try {
			Deadline.await("line of " + this.name, () -> this.silent || this.lines.stream().anyMatch(expected));
			return this.lines.stream().filter(expected).findFirst().orElseThrow();
		}
		catch (ConditionTimeoutException | NoSuchElementException ex) {
			throw new AssertionError("%s did not print that line but %s".formatted(this, this.lines), ex);
		}
	}

	public boolean isAlive() {
		return this.process.isAlive();
	}

	public long pid() {
		return this.process.pid();
	}

	/**
	 * {@code kill -9}: no hook runs, no connection is said good-bye.
	 */
	public void kill() {
		GuardedProcess.kill(this.process);
	}

	/**
	 * {@code SIGSTOP}, as a long pause of the garbage collector.
	 */
	public void freeze() {
		GuardedProcess.signal(this.process, "STOP");
	}

	/**
	 * {@code SIGCONT}.
	 */
	public void thaw() {
		GuardedProcess.signal(this.process, "CONT");
	}

	/**
	 * {@code SIGTERM}: shutdown hooks run. Returns at once.
	 */
	public void terminate() {
		GuardedProcess.signal(this.process, "TERM");
	}

	/**
	 * Wait for its end, up to thirty seconds.
	 * @return the exit code
	 */
	public int awaitExit() {
		try {
			if (!this.process.waitFor(Deadline.GENEROUS.toSeconds(), TimeUnit.SECONDS)) {
				throw new AssertionError("%s did not end, its lines: %s".formatted(this, this.lines));
			}
			return this.process.exitValue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted while waiting for " + this, ex);
		}
	}

	@Override
	public void close() {
		kill();
	}

	@Override
	public String toString() {
		return "JVM " + this.name + (isAlive() ? "" : " (dead)");
	}

}
