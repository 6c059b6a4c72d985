package io.github.redispatterns.sample.browser;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import tools.jackson.databind.json.JsonMapper;

/**
 * The chromedriver of this machine, if it has one.
 */
public final class ChromeDriver implements AutoCloseable {

	private static final JsonMapper JSON = JsonMapper.shared();

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final Path chromium;

	private final Process process;

	private final URI address;

	private ChromeDriver(Path chromium, Process process, URI address) {
		this.chromium = chromium;
		this.process = process;
		this.address = address;
	}

	public static boolean isInstalled() {
		return onPath("chromedriver").isPresent() && chromiumOnPath().isPresent();
	}

	public static ChromeDriver start() throws IOException {
		int port;
		try (ServerSocket free = new ServerSocket(0)) {
			port = free.getLocalPort();
		}
		Process process = new ProcessBuilder(onPath("chromedriver").orElseThrow().toString(), "--port=" + port)
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		ChromeDriver driver = new ChromeDriver(chromiumOnPath().orElseThrow(), process,
				URI.create("http://127.0.0.1:" + port));
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.ignoreExceptions()
			.until(() -> driver.get("/status") instanceof Map<?, ?> status && Boolean.TRUE.equals(status.get("ready")));
		return driver;
	}

	Path chromium() {
		return this.chromium;
	}

	Object get(String path) {
		return send(HttpRequest.newBuilder(this.address.resolve(path)).GET());
	}

	Object post(String path, Object body) {
		return send(HttpRequest.newBuilder(this.address.resolve(path))
			.POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
	}

	Object delete(String path) {
		return send(HttpRequest.newBuilder(this.address.resolve(path)).DELETE());
	}

	@Override
	public void close() {
		this.process.descendants().forEach(ProcessHandle::destroyForcibly);
		this.process.destroyForcibly();
	}

	private Object send(HttpRequest.Builder request) {
		try {
			HttpResponse<String> response = this.http.send(request.timeout(Duration.ofSeconds(90)).build(),
					HttpResponse.BodyHandlers.ofString());
			Object value = JSON.readValue(response.body(), Map.class).get("value");
			if (response.statusCode() != 200) {
				throw new IllegalStateException("The browser says " + value);
			}
			return Optional.ofNullable(value).orElse("");
		}
		catch (IOException ex) {
			throw new IllegalStateException("chromedriver does not answer", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while the browser worked", ex);
		}
	}

	private static Optional<Path> chromiumOnPath() {
		return Stream.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
			.flatMap((name) -> onPath(name).stream())
			.findFirst();
	}

	private static Optional<Path> onPath(String program) {
		return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
			.map((directory) -> Path.of(directory, program))
			.filter(Files::isExecutable)
			.findFirst();
	}

}
