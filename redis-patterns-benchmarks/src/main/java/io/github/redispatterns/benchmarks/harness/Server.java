package io.github.redispatterns.benchmarks.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.embedded.RedisExecProvider;

/**
 * A redis-server of this run's own, on loopback and without persistence.
 */
public final class Server implements AutoCloseable {

	private static final Duration START = Duration.ofSeconds(20);

	private final Process process;

	private final int port;

	private final Jedis admin;

	private Server(Process process, int port) {
		this.process = process;
		this.port = port;
		this.admin = connect();
	}

	/**
	 * Start a server.
	 * @return the server, which answers
	 */
	public static Server start() {
		try {
			int port = freePort();
			Path directory = Files.createTempDirectory("redis-patterns-benchmarks");
			String binary = RedisExecProvider.defaultProvider().get().toString();
			Process process = new ProcessBuilder(binary, "--port", Integer.toString(port), "--bind", "127.0.0.1",
					"--dir", directory.toString(), "--save", "", "--appendonly", "no", "--daemonize", "no")
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
			return new Server(process, port);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("redis-server does not start", ex);
		}
	}

	public int port() {
		return this.port;
	}

	public long pid() {
		return this.process.pid();
	}

	public String url() {
		return "redis://127.0.0.1:" + this.port;
	}

	/**
	 * Send commands that do not belong to a contender.
	 * @return a connection of the frame's, not safe for concurrent use
	 */
	public Jedis admin() {
		return this.admin;
	}

	/**
	 * Read a section of {@code INFO}.
	 * @param section its name
	 * @return names and values
	 */
	public Map<String, String> info(String section) {
		Map<String, String> info = new HashMap<>();
		this.admin.info(section).lines().filter((line) -> line.indexOf(':') > 0).forEach((line) -> {
			int colon = line.indexOf(':');
			info.put(line.substring(0, colon), line.substring(colon + 1));
		});
		return info;
	}

	@Override
	public void close() {
		this.admin.close();
		this.process.destroyForcibly();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private Jedis connect() {
		long deadline = System.nanoTime() + START.toNanos();
		while (true) {
			try {
				Jedis jedis = new Jedis("127.0.0.1", this.port, 30_000);
				jedis.ping();
				return jedis;
			}
			catch (JedisConnectionException ex) {
				if (System.nanoTime() > deadline || !this.process.isAlive()) {
					throw ex;
				}
				Thread.onSpinWait();
			}
		}
	}

}
