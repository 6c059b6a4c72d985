package io.github.redispatterns.sample.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One redis-server process, with a guard that kills it when this JVM is gone, however it
 * went.
 */
final class RedisProcess {

	/**
	 * The guard's standard input is a pipe from this JVM. The kernel closes it when the
	 * JVM dies, even by kill -9, and {@code read} returns.
	 */
	private static final String GUARD = "trap '' HUP INT TERM; read -r _; kill -9 \"$1\"; rm -rf \"$2\"";

	private static final Duration START = Duration.ofSeconds(20);

	private final Process server;

	private final Process guard;

	private RedisProcess(Process server, Process guard) {
		this.server = server;
		this.guard = guard;
	}

	static RedisProcess start(Path binary, Path directory, int port) {
		try {
			Process server = new ProcessBuilder(binary.toString(), "--port", String.valueOf(port), "--bind",
					"127.0.0.1", "--save", "", "--appendonly", "no", "--maxmemory", "256mb", "--dir",
					directory.toString())
				.redirectErrorStream(true)
				.redirectOutput(directory.resolve("redis.log").toFile())
				.start();
			Process guard = shell(GUARD, String.valueOf(server.pid()), directory.toString());
			server.onExit().thenRun(guard::destroyForcibly);
			RedisProcess process = new RedisProcess(server, guard);
			process.awaitReady(port, directory.resolve("redis.log"));
			return process;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("redis-server could not be started from " + binary, ex);
		}
	}

	boolean isAlive() {
		return this.server.isAlive();
	}

	/** Stop the process in its tracks: connections stay open and nothing answers. */
	void freeze() {
		signal("STOP");
	}

	void thaw() {
		if (isAlive()) {
			signal("CONT");
		}
	}

	void kill() {
		this.guard.destroyForcibly();
		this.server.destroyForcibly();
		await(this.server, START);
	}

	private void signal(String name) {
		try {
			await(shell("kill -$1 $2", name, String.valueOf(this.server.pid())), START);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("redis-server could not be sent SIG" + name, ex);
		}
	}

	private void awaitReady(int port, Path log) throws IOException {
		long deadline = System.nanoTime() + START.toNanos();
		while (!answers(port)) {
			if (await(this.server, Duration.ofMillis(20)) || System.nanoTime() > deadline) {
				kill();
				throw new IllegalStateException(
						"redis-server did not start on port %d: %s".formatted(port, Files.readString(log).strip()));
			}
		}
	}

	private static boolean answers(int port) {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.setSoTimeout(1000);
			socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
			return socket.getInputStream().read() == '+';
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static Process shell(String script, String... arguments) throws IOException {
		String[] command = new String[arguments.length + 4];
		command[0] = "/bin/sh";
		command[1] = "-c";
		command[2] = script;
		command[3] = "redis-guard";
		System.arraycopy(arguments, 0, command, 4, arguments.length);
		return new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
	}

	private static boolean await(Process process, Duration timeout) {
		try {
			return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return true;
		}
	}

}
