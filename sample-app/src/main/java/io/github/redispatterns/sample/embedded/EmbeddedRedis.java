package io.github.redispatterns.sample.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import redis.embedded.RedisExecProvider;

import org.springframework.util.FileSystemUtils;

/**
 * A real redis-server on a port of its own, which lives as long as the application and
 * can be broken on purpose: paused, killed, and started again on the same port.
 */
public final class EmbeddedRedis implements AutoCloseable {

	private final ScheduledExecutorService later = Executors
		.newSingleThreadScheduledExecutor((task) -> new Thread(task, "embedded-redis"));

	private final Path binary;

	private final Path directory;

	private final int port;

	private @Nullable RedisProcess process;

	private boolean closed;

	public EmbeddedRedis() {
		try (ServerSocket free = new ServerSocket(0)) {
			this.port = free.getLocalPort();
			this.directory = Files.createTempDirectory("redis-patterns-sample");
			this.binary = binary(this.directory.resolve("redis-server"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("No place for the embedded Redis", ex);
		}
		start();
	}

	public int port() {
		return this.port;
	}

	public synchronized boolean isRunning() {
		return this.process != null && this.process.isAlive();
	}

	/**
	 * Start the server unless it runs or the application ends.
	 */
	public synchronized void start() {
		if (!this.closed && !isRunning()) {
			this.process = RedisProcess.start(this.binary, this.directory, this.port);
		}
	}

	/**
	 * Let the server hang, with its connections open, for a while.
	 * @param time how long
	 */
	public synchronized void pause(Duration time) {
		RedisProcess paused = this.process;
		if (paused != null) {
			paused.freeze();
			this.later.schedule(paused::thaw, time.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	/**
	 * Kill the server as a crash would.
	 */
	public synchronized void kill() {
		if (this.process != null) {
			this.process.kill();
		}
	}

	/**
	 * Kill the server, and start it again, empty, after a while.
	 * @param away how long nothing listens on the port
	 */
	public void killAndRestart(Duration away) {
		kill();
		this.later.schedule(this::start, away.toMillis(), TimeUnit.MILLISECONDS);
	}

	@Override
	public synchronized void close() throws IOException {
		this.closed = true;
		this.later.shutdownNow();
		kill();
		FileSystemUtils.deleteRecursively(this.directory);
	}

	// Move the extracted binary into our directory, so that there is one to clean up.
	private static Path binary(Path target) throws IOException {
		Path found = extract();
		Files.copy(found, target, StandardCopyOption.COPY_ATTRIBUTES);
		if (found.startsWith(Path.of(System.getProperty("java.io.tmpdir")))) {
			Files.delete(found);
		}
		return target;
	}

	private static Path extract() {
		try {
			return RedisExecProvider.defaultProvider().get().toPath();
		}
		catch (IOException | RuntimeException ex) {
			throw new IllegalStateException("There is no embedded redis-server for %s on %s. Start a Redis or Valkey "
				.formatted(System.getProperty("os.name"), System.getProperty("os.arch"))
					+ "and name it with --spring.data.redis.url=redis://localhost:6379", ex);
		}
	}

}
