package io.github.redispatterns.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;

/**
 * A redis-server of ours on a port of its own: it can be killed, frozen and started again
 * where it was. It keeps nothing on disk, so it comes back empty.
 */
public final class RedisProcess implements AutoCloseable {

	private final RedisNode node;

	private final Path directory;

	private final List<String> arguments;

	private @Nullable Process process;

	private RedisProcess(int port, Path directory, List<String> arguments) {
		this.node = RedisNode.of(port, this);
		this.directory = directory;
		this.arguments = arguments;
	}

	static RedisProcess start(String... settings) {
		List<String> arguments = new ArrayList<>(List.of("--save", "", "--appendonly", "no"));
		arguments.addAll(List.of("--repl-diskless-sync-delay", "0", "--enable-debug-command", "local"));
		arguments.addAll(List.of(settings));
		return startAnywhere((directory) -> arguments);
	}

	static RedisProcess startSentinel() {
		return startAnywhere((directory) -> {
			Path configuration = Files.createFile(directory.resolve("sentinel.conf"));
			return List.of(configuration.toString(), "--sentinel");
		});
	}

	/**
	 * Another program may take the port between our look and the server's.
	 */
	private static RedisProcess startAnywhere(Arguments arguments) {
		for (int attempt = 1;; attempt++) {
			try {
				int port = FreePorts.next();
				Path directory = Files.createDirectory(TestDirectory.path().resolve(String.valueOf(port)));
				RedisProcess started = new RedisProcess(port, directory, arguments.in(directory));
				started.restart();
				return started;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			catch (IllegalStateException ex) {
				if (attempt == 3) {
					throw ex;
				}
			}
		}
	}

	RedisNode node() {
		return this.node;
	}

	public long pid() {
		return process().pid();
	}

	public boolean isAlive() {
		return this.process != null && this.process.isAlive();
	}

	/**
	 * Start again on the same port, with empty memory.
	 * @param extraSettings settings for this run only
	 */
	synchronized void restart(String... extraSettings) {
		if (isAlive()) {
			throw new IllegalStateException("Redis on port " + this.node.port() + " is alive");
		}
		List<String> command = new ArrayList<>(List.of(RedisBinary.path().toString()));
		command.addAll(this.arguments);
		command.addAll(List.of("--port", String.valueOf(this.node.port()), "--bind", "127.0.0.1", "--dir",
				this.directory.toString()));
		command.addAll(List.of(extraSettings));
		this.process = GuardedProcess.start(command, log());
		Deadline.await("redis-server on port " + this.node.port() + " answers or dies",
				() -> !isAlive() || this.node.call(this::isOurs));
		if (!isAlive()) {
			throw new IllegalStateException("redis-server did not start: " + readLog());
		}
	}

	/**
	 * A server of somebody else may answer on a port that ours could not get.
	 */
	private boolean isOurs(Jedis jedis) {
		return jedis.info("server").contains("process_id:" + pid() + "\r\n");
	}

	/**
	 * {@code kill -9}.
	 */
	synchronized void kill() {
		GuardedProcess.kill(process());
	}

	/**
	 * {@code SIGSTOP}: the port accepts connections, nothing answers.
	 */
	void freeze() {
		GuardedProcess.signal(process(), "STOP");
	}

	/**
	 * {@code SIGCONT}.
	 */
	void thaw() {
		GuardedProcess.signal(process(), "CONT");
	}

	@Override
	public void close() {
		kill();
	}

	private Process process() {
		if (this.process == null) {
			throw new IllegalStateException("Redis on port " + this.node.port() + " was never started");
		}
		return this.process;
	}

	private Path log() {
		return this.directory.resolve("log");
	}

	private String readLog() {
		try {
			return Files.readString(log());
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	@Override
	public String toString() {
		return "redis-server on port " + this.node.port() + (isAlive() ? "" : " (dead)");
	}

	private interface Arguments {

		List<String> in(Path directory) throws IOException;

	}

}
