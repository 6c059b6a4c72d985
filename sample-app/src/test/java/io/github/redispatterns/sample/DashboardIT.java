package io.github.redispatterns.sample;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.github.redispatterns.sample.browser.Browser;
import io.github.redispatterns.sample.browser.ChromeDriver;
import io.github.redispatterns.sample.embedded.EmbeddedRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardIT {

	private static final String TAB = "\uE004";

	private static final String ESCAPE = "\uE00C";

	private static final String DOWN = "\uE015";

	private static final String RESULT = "#ratelimit .result";

	@LocalServerPort
	private int port;

	@Autowired
	private EmbeddedRedis redis;

	private ChromeDriver driver;

	private Browser browser;

	private DashboardPage page;

	@BeforeAll
	void startBrowser() throws IOException {
		assumeThat(ChromeDriver.isInstalled()).as("chromium and chromedriver are installed").isTrue();
		this.driver = ChromeDriver.start();
		this.browser = Browser.start(this.driver);
		this.page = new DashboardPage(this.browser, "http://127.0.0.1:" + this.port);
	}

	@AfterAll
	void stopBrowser() throws IOException {
		if (this.browser != null) {
			this.browser.close();
		}
		if (this.driver != null) {
			this.driver.close();
		}
	}

	@BeforeEach
	void open() {
		this.redis.start();
		this.page.colours("light");
		this.page.resize(1280, 900);
		this.page.open();
	}

	@AfterEach
	void stayedQuietAndAtHome() {
		if (this.page != null) {
			assertThat(this.page.consoleErrors()).isEmpty();
			assertThat(this.page.foreignRequests()).isEmpty();
		}
	}

	@Test
	void everyButtonDoesWhatItSays() {
		this.page.click("break-menu");
		this.page.awaitText(".panel", "Flush scripts");
		this.page.openDrawer("ratelimit-code");
		this.page.await("buttons to copy", () -> this.page.count(".snippets button") > 0);

		Map<String, Runnable> clicks = clicks();

		assertThat(this.page.actions()).isEqualTo(new TreeSet<>(clicks.keySet()));
		clicks.values().forEach(Runnable::run);
	}

	@Test
	void showsDecisionsAsTheyHappen() throws IOException {
		this.page.screenshots("1-first-look");
		this.page.openDrawer("ratelimit-redis");
		this.page.openDrawer("ratelimit-code");
		pingUntilRefused();
		this.page.type("#ratelimit-count", "25");
		this.page.click("ratelimit-algorithm-FIXED_WINDOW");
		this.page.click("ratelimit-burst");
		this.page.awaitText(RESULT, "of 25 calls");

		this.page.awaitText("#ratelimit .keys", "shop:ratelimit:{demo-fixed-window:*}");
		this.page.awaitText("#ratelimit .last-action", "EVALSHA");
		this.page.await("columns of allowed and refused calls", () -> drawn("allowed") && drawn("refused"));
		this.page.await("the count of the meter",
				() -> this.page.text("#ratelimit .legend .refused").endsWith(metric()));
		this.page.awaitText("#ratelimit .snippets", "@RateLimited");
		this.page.screenshots("2-after-a-burst");
	}

	@Test
	void showsTheDocsThatCameWithIt() throws IOException {
		this.page.open("/docs.html?page=reference/keys");
		this.page.await("a table", () -> this.page.count("article tbody tr") > 3);
		assertThat(this.page.text("article h1")).isNotEmpty();
		this.page.screenshot("5-docs");
	}

	@Test
	void leadsToTheDocsOfThePattern() throws IOException {
		this.page.follow("#ratelimit .links a");
		this.page.await("the page", () -> this.page.count("article h2") > 3);
		this.page.screenshot("6-docs-ratelimit");
	}

	@Test
	void staysUpWhileRedisIsAway() throws IOException {
		this.redis.kill();
		this.page.awaitText("#redis", "Redis is away");
		this.page.awaitText("#ratelimit .state", "Redis away");
		this.page.openDrawer("ratelimit-redis");
		this.page.awaitText("#ratelimit .last-action", "Redis is away");
		this.page.click("ratelimit-burst");
		this.page.awaitText(RESULT, "this instance alone");
		this.page.click("ratelimit-reset");
		this.page.awaitText(RESULT, "Redis does not answer");
		this.page.screenshots("3-redis-away");

		this.redis.start();

		this.page.awaitText("#redis", "answers");
		this.page.awaitText("#ratelimit .state", "Shared by Redis");
	}

	@Test
	void canBeUsedWithTheKeyboard() {
		Set<String> reached = new TreeSet<>();
		for (int i = 0; i < 60; i++) {
			this.page.press(TAB);
			reached.add(this.page.run("return document.activeElement.dataset.action ?? ''"));
		}
		assertThat(reached).contains("break-menu", "ratelimit-ping", "ratelimit-products", "ratelimit-burst",
				"ratelimit-reset", "ratelimit-algorithm-GCRA", "ratelimit-redis", "ratelimit-code");

		this.page.click("break-menu");
		this.page.awaitText(".panel", "Flush scripts");
		this.page.press(DOWN);
		assertThat(this.page.run("return document.activeElement.dataset.action")).isEqualTo("break-cut");
		this.page.press(ESCAPE);
		assertThat(this.page.isTrue("return document.querySelector('.panel').hidden")).isTrue();
		assertThat(this.page.run("return document.activeElement.dataset.action")).isEqualTo("break-menu");
	}

	@ParameterizedTest
	@ValueSource(ints = { 380, 600, 800, 1024, 1280, 1600 })
	void fitsTheWindow(int width) throws IOException {
		this.page.resize(width, 900);
		this.page.openDrawer("ratelimit-redis");
		this.page.openDrawer("ratelimit-code");
		this.page.awaitText("#ratelimit .snippets", "@RateLimited");

		assertThat(this.page.run("return document.documentElement.scrollWidth")).isEqualTo(String.valueOf(width));
		this.page.screenshots("4-width-" + width);
	}

	@ParameterizedTest
	@CsvSource({ "light, true", "dark, true", "light, false", "dark, false" })
	void hasTheContrastThatEverybodyCanRead(String scheme, boolean redisAnswers) {
		if (!redisAnswers) {
			this.redis.kill();
			this.page.awaitText("#redis", "Redis is away");
		}
		this.page.click("ratelimit-burst");
		this.page.awaitText(RESULT, "of 20 calls");
		this.page.openDrawer("ratelimit-code");
		this.page.awaitText("#ratelimit .snippets", "@RateLimited");
		this.page.colours(scheme);

		assertThat(this.page.run(Contrast.SCRIPT)).isEmpty();
	}

	@Test
	void doesNotMoveUnderTheHandWhenDataArrives() {
		this.page.run("window.moved = 0; new PerformanceObserver((list) => list.getEntries()"
				+ ".forEach((entry) => window.moved += entry.value)).observe({ type: 'layout-shift', buffered: true })");
		long before = lastTick();
		this.page.await("three ticks", () -> lastTick() > before + 3000);

		assertThat(Double.parseDouble(this.page.run("return window.moved"))).isLessThan(0.01);
	}

	private Map<String, Runnable> clicks() {
		Map<String, Runnable> clicks = new LinkedHashMap<>();
		clicks.put("ratelimit-code", () -> this.page.awaitText("#ratelimit .snippets", "redis-patterns:"));
		for (int i = 0; i < 3; i++) {
			String copy = "ratelimit-copy-" + i;
			clicks.put(copy, () -> {
				this.page.click(copy);
				this.page.await("an answer", () -> this.page.isTrue(
						"return document.querySelector(arguments[0]).previousElementSibling.textContent.length > 0",
						"[data-action='" + copy + "']"));
			});
		}
		clicks.put("ratelimit-redis", () -> {
			this.page.openDrawer("ratelimit-redis");
			this.page.awaitText("#ratelimit .last-action", "click");
		});
		clicks.put("ratelimit-ping", this::pingUntilRefused);
		clicks.put("ratelimit-products", () -> {
			this.page.click("ratelimit-products");
			this.page.awaitText(RESULT, "8 products");
		});
		for (String algorithm : new String[] { "GCRA", "TOKEN_BUCKET", "FIXED_WINDOW", "SLIDING_WINDOW",
				"SLIDING_WINDOW_COUNTER" }) {
			clicks.put("ratelimit-algorithm-" + algorithm, () -> burstWith(algorithm));
		}
		clicks.put("ratelimit-burst", () -> burstWith("GCRA"));
		clicks.put("ratelimit-reset", () -> {
			this.page.click("ratelimit-reset");
			this.page.awaitText(RESULT, "demo-gcra has 10 of 10 left");
		});
		clicks.put("break-menu", () -> {
			this.page.click("break-menu");
			this.page.await("the menu", () -> this.page.isTrue("return !document.querySelector('.panel').hidden"));
		});
		clicks.put("break-flush-scripts", () -> breakIt("flush-scripts", "has forgotten every script"));
		clicks.put("break-cut", () -> breakIt("cut", "were cut"));
		clicks.put("break-pause", () -> {
			breakIt("pause", "Redis is paused");
			this.page.awaitText("#redis", "Redis is away");
			this.page.awaitText("#redis", "answers");
		});
		clicks.put("break-restart", () -> {
			breakIt("restart", "Redis was killed");
			this.page.awaitText("#redis", "Redis is away");
			this.page.awaitText("#redis", "answers");
		});
		return clicks;
	}

	private void pingUntilRefused() {
		this.page.await("a refusal", () -> {
			this.page.click("ratelimit-ping");
			this.page.clickAgain("ratelimit-ping", 5);
			this.page.await("an answer", () -> this.page.count(RESULT + "[aria-busy]") == 0);
			return this.page.text(RESULT).contains("Refused");
		});
		assertThat(this.page.text(RESULT)).contains("429", "Retry-After", "RateLimit-Policy", "\"ping\";q=5;w=10");
	}

	private void burstWith(String algorithm) {
		this.page.click("ratelimit-algorithm-" + algorithm);
		this.page.click("ratelimit-reset");
		this.page.awaitText(RESULT, "10 of 10 left");
		this.page.await("the gauge to move", () -> {
			this.page.click("ratelimit-burst");
			this.page.awaitText(RESULT, "of 20 calls");
			return this.page.text("#ratelimit .algorithms label:has(:checked)").contains("full in");
		});
	}

	private void breakIt(String way, String answer) {
		this.page.click("break-" + way);
		this.page.awaitText(".panel .answer", answer);
	}

	private long lastTick() {
		return Long.parseLong(this.page.run("return document.getElementById('cards').dataset.at"));
	}

	private boolean drawn(String kind) {
		return this.page
			.run("return document.querySelector(arguments[0]).getAttribute('d') ?? ''", "#ratelimit .column." + kind)
			.startsWith("M");
	}

	private String metric() {
		double refused = new Http(this.port)
			.get("/actuator/metrics/redis.patterns.ratelimit.decisions?tag=outcome:refused")
			.json()
			.get("measurements")
			.get(0)
			.get("value")
			.asDouble();
		return " " + (long) refused;
	}

}
