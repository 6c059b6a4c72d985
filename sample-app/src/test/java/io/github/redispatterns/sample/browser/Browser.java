package io.github.redispatterns.sample.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import org.springframework.util.FileSystemUtils;

/**
 * One headless Chromium with an empty profile.
 */
public final class Browser implements AutoCloseable {

	private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

	private final ChromeDriver driver;

	private final Path profile;

	private final String session;

	private Browser(ChromeDriver driver, Path profile, String session) {
		this.driver = driver;
		this.profile = profile;
		this.session = session;
	}

	public static Browser start(ChromeDriver driver) throws IOException {
		Path profile = Files.createTempDirectory("redis-patterns-browser");
		List<String> arguments = List.of("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
				"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--disable-dev-shm-usage", "--hide-scrollbars", "--user-data-dir=" + profile);
		Map<String, Object> chrome = Map.of("args", arguments, "binary", driver.chromium().toString());
		Map<String, Object> capabilities = Map.of("goog:chromeOptions", chrome, "goog:loggingPrefs",
				Map.of("browser", "ALL", "performance", "ALL"));
		Map<?, ?> started = (Map<?, ?>) driver.post("/session",
				Map.of("capabilities", Map.of("alwaysMatch", capabilities)));
		return new Browser(driver, profile, (String) started.get("sessionId"));
	}

	public void open(String url) {
		post("/url", Map.of("url", url));
	}

	/** Of the page itself, without the frame that a headless window has not. */
	public void size(int width, int height) {
		devTools("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
	}

	public void colours(String scheme) {
		devTools("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
	}

	/** Click as a person does: the driver refuses what is hidden or covered. */
	public void click(String selector) {
		run("document.querySelector(arguments[0])?.scrollIntoView({ block: 'center', behavior: 'instant' })", selector);
		post("/element/" + find(selector) + "/click", Map.of());
	}

	public void type(String selector, String text) {
		post("/element/" + find(selector) + "/clear", Map.of());
		post("/element/" + find(selector) + "/value", Map.of("text", text));
	}

	/** Press keys in whatever has the focus. */
	public void press(String... keys) {
		List<Map<String, String>> actions = new ArrayList<>();
		for (String key : keys) {
			actions.add(Map.of("type", "keyDown", "value", key));
			actions.add(Map.of("type", "keyUp", "value", key));
		}
		post("/actions", Map.of("actions", List.of(Map.of("type", "key", "id", "keyboard", "actions", actions))));
	}

	public String text(String selector) {
		return String.valueOf(run("return document.querySelector(arguments[0])?.innerText ?? ''", selector));
	}

	public Object run(String script, Object... arguments) {
		return post("/execute/sync", Map.of("script", script, "args", List.of(arguments)));
	}

	public void screenshot(Path file) throws IOException {
		save((String) get("/screenshot"), file);
	}

	public void screenshot(String selector, Path file) throws IOException {
		save((String) get("/element/" + find(selector) + "/screenshot"), file);
	}

	/** What has been logged since the last call. */
	public List<Map<?, ?>> log(String type) {
		List<Map<?, ?>> entries = new ArrayList<>();
		((List<?>) post("/se/log", Map.of("type", type))).forEach((entry) -> entries.add((Map<?, ?>) entry));
		return entries;
	}

	@Override
	public void close() throws IOException {
		this.driver.delete("/session/" + this.session);
		FileSystemUtils.deleteRecursively(this.profile);
	}

	private String find(String selector) {
		Map<?, ?> found = (Map<?, ?>) post("/element", Map.of("using", "css selector", "value", selector));
		return (String) found.get(ELEMENT);
	}

	private void devTools(String command, Map<String, Object> parameters) {
		post("/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
	}

	private Object post(String path, Object body) {
		return this.driver.post("/session/" + this.session + path, body);
	}

	private Object get(String path) {
		return this.driver.get("/session/" + this.session + path);
	}

	private static void save(String base64, Path file) throws IOException {
		Files.createDirectories(file.getParent());
		Files.write(file, Base64.getDecoder().decode(base64));
	}

}
