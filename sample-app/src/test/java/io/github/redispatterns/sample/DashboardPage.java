package io.github.redispatterns.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;

import io.github.redispatterns.sample.browser.Browser;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The dashboard as a person has it before the eyes.
 */
final class DashboardPage {

	private static final Duration DEADLINE = Duration.ofSeconds(60);

	private static final Path SCREENSHOTS = Path.of("target", "screenshots");

	private final Browser browser;

	private final String address;

	DashboardPage(Browser browser, String address) {
		this.browser = browser;
		this.address = address;
	}

	void open() {
		this.browser.open(this.address + "/");
		awaitText("#stream", "Live");
		awaitText("#redis", "answers");
		awaitText("article.card .state", "Shared by Redis");
	}

	void open(String path) {
		this.browser.open(this.address + path);
	}

	void resize(int width, int height) {
		this.browser.size(width, height);
	}

	void click(String action) {
		this.browser.click("[data-action='" + action + "']");
	}

	/** Without waiting for an answer, as an impatient person does. */
	void clickAgain(String action, int times) {
		run("for (let i = 0; i < arguments[1]; i++) document.querySelector(arguments[0]).click()",
				"[data-action='" + action + "']", times);
	}

	void openDrawer(String action) {
		String drawer = "[data-action='" + action + "']";
		if (!isTrue("return document.querySelector(arguments[0]).parentElement.open", drawer)) {
			this.browser.click(drawer);
		}
	}

	void type(String selector, String text) {
		this.browser.type(selector, text);
	}

	void press(String... keys) {
		this.browser.press(keys);
	}

	String text(String selector) {
		return this.browser.text(selector);
	}

	int count(String selector) {
		return ((Number) this.browser.run("return document.querySelectorAll(arguments[0]).length", selector))
			.intValue();
	}

	boolean isTrue(String script, Object... arguments) {
		return Boolean.TRUE.equals(this.browser.run(script, arguments));
	}

	String run(String script, Object... arguments) {
		return String.valueOf(this.browser.run(script, arguments));
	}

	/** Everything that can be clicked, by the name it has for tests. */
	Set<String> actions() {
		Set<String> actions = new TreeSet<>();
		((List<?>) this.browser.run("return [...document.querySelectorAll('button, summary, input[type=radio]')]"
				+ ".map((element) => element.dataset.action ?? element.outerHTML)"))
			.forEach((action) -> actions.add(String.valueOf(action)));
		return actions;
	}

	void awaitText(String selector, String part) {
		await("'%s' in %s".formatted(part, selector), () -> text(selector).contains(part));
	}

	void await(String what, Callable<Boolean> condition) {
		Awaitility.await(what).atMost(DEADLINE).until(condition);
	}

	/** Of the whole page and of every card, light and dark. */
	void screenshots(String name) throws IOException {
		int width = ((Number) this.browser.run("return innerWidth")).intValue();
		int height = ((Number) this.browser.run("return document.documentElement.scrollHeight")).intValue();
		resize(width, Math.max(height, 900));
		this.browser.run("scrollTo(0, 0)");
		for (String scheme : List.of("light", "dark")) {
			this.browser.colours(scheme);
			this.browser.screenshot(SCREENSHOTS.resolve("%s-%s.png".formatted(name, scheme)));
			for (Object card : (List<?>) this.browser
				.run("return [...document.querySelectorAll('article.card')].map((card) => card.id)")) {
				this.browser.screenshot("#" + card,
						SCREENSHOTS.resolve("%s-card-%s-%s.png".formatted(name, card, scheme)));
			}
		}
		this.browser.colours("light");
		resize(width, 900);
	}

	void screenshot(String name) throws IOException {
		this.browser.screenshot(SCREENSHOTS.resolve(name + ".png"));
	}

	void follow(String link) {
		this.browser.click(link);
	}

	void colours(String scheme) {
		this.browser.colours(scheme);
	}

	/**
	 * Errors on the console. A refusal is no error: the browser only says that it saw
	 * one.
	 */
	List<String> consoleErrors() {
		return this.browser.log("browser")
			.stream()
			.filter((entry) -> Set.of("SEVERE", "WARNING").contains(String.valueOf(entry.get("level"))))
			.map((entry) -> String.valueOf(entry.get("message")))
			.filter((message) -> !message.matches(".*responded with a status of (409|423|429|503).*"))
			.toList();
	}

	/** Addresses that were asked for and are not this application's. */
	List<String> foreignRequests() {
		List<String> foreign = new ArrayList<>();
		for (Map<?, ?> entry : this.browser.log("performance")) {
			JsonNode message = JsonMapper.shared().readTree(String.valueOf(entry.get("message"))).get("message");
			if ("Network.requestWillBeSent".equals(message.get("method").asString())) {
				String url = message.get("params").get("request").get("url").asString();
				if (url.toLowerCase(Locale.ROOT).startsWith("http") && !url.startsWith(this.address)) {
					foreign.add(url);
				}
			}
		}
		return foreign;
	}

}
