package io.github.redispatterns.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts processes that die with this JVM, however the JVM dies.
 */
final class GuardedProcess {

	/*
	 * The process replaces the shell, so its pid is the one Java knows. A child of the
	 * shell holds the other end of our pipe: it reads the end of the file when this JVM
	 * is gone, even after kill -9, and when the process is.
	 */
	private static final String GUARD = """
			exec 3<&0
			(read _ <&3; kill -9 $$) >/dev/null 2>&1 &
			exec "$@" </dev/null 3<&-
			""";

	private GuardedProcess() {
	}

	static ProcessBuilder of(List<String> command) {
		List<String> guarded = new ArrayList<>(List.of("sh", "-c", GUARD, "guard"));
		guarded.addAll(command);
		return new ProcessBuilder(guarded);
	}

	static Process start(List<String> command, Path output) {
		try {
			return of(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot start " + command, ex);
		}
	}

	/**
	 * Kill for good, and return when the process is gone.
	 */
	static void kill(Process process) {
		process.destroyForcibly();
		boolean interrupted = false;
		while (process.isAlive()) {
			try {
				process.waitFor();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * The shell's own kill, because the program of that name is not everywhere.
	 */
	static void signal(Process process, String signal) {
		try {
			Process kill = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid()).start();
			if (kill.waitFor() != 0) {
				throw new IllegalStateException("Process " + process.pid() + " is not there to receive SIG" + signal);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while sending SIG" + signal, ex);
		}
	}

}
