package io.github.redispatterns.sample;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
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

	private static final List<String> CARDS = List.of("ratelimit", "lock", "semaphore", "circuitbreaker", "cache");

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
		for (String card : CARDS) {
			this.page.openDrawer(card + "-code");
			this.page.await("buttons to copy", () -> this.page.count("#" + card + " .snippets button") == 3);
		}

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
		this.page.await("columns of allowed and refused calls",
				() -> drawn("ratelimit", "allowed") && drawn("ratelimit", "refused"));
		this.page.await("the count of the meter",
				() -> this.page.text("#ratelimit .legend .refused").endsWith(metric()));
		this.page.awaitText("#ratelimit .snippets", "@RateLimited");
		this.page.screenshots("2-after-a-burst");
	}

	@Test
	void showsABreakerThatOpensForAllInstances() throws IOException {
		this.page.openDrawer("circuitbreaker-redis");
		act("circuitbreaker", "reset", "Closed");
		failUntilOpen();
		this.page.await("the open breaker", () -> this.page.text("#circuitbreaker .facts").contains("Open"));
		this.page.awaitText("#circuitbreaker .why", "because too many failures");
		this.page.awaitText("#circuitbreaker .keys", "shop:circuitbreaker:{payment}:state");
		this.page.await("columns of calls that failed and were not permitted",
				() -> drawn("circuitbreaker", "refused") && drawn("circuitbreaker", "spared"));
		this.page.screenshots("7-open-breaker");

		act("circuitbreaker", "reset", "Closed");
		act("circuitbreaker", "ok", "1 paid");
		this.page.awaitText("#circuitbreaker .facts", "Closed");
	}

	@Test
	void showsALockThatChangesHands() throws IOException {
		this.page.openDrawer("lock-redis");
		takeTheLock();
		act("lock", "queue", "3 callers");
		this.page.awaitText("#lock .rows", "Waits");
		this.page.awaitText("#lock .keys", "shop:lock:{stocktake}:owner");
		this.page.screenshots("8-queue-for-the-lock");
		this.page.await("all to have had it",
				() -> turns("Waits") == 0 && turns("Holds it") == 0 && turns("Gave it back") >= 4);

		act("lock", "stale", "Refused");
		act("lock", "write", "Written");
		takeTheLock();
		act("lock", "release", "Taken away");
		this.page.awaitText("#lock .rows", "Told: lost");
		act("lock", "write", "Refused");
		this.page.screenshots("9-lost-lock");
	}

	@Test
	void showsPermitsInUse() throws IOException {
		this.page.openDrawer("semaphore-redis");
		resize(3);
		act("semaphore", "burst", "12 callers");
		this.page.awaitText("#semaphore .headline", "3 of 3 permits in use");
		this.page.awaitText("#semaphore .keys", "shop:semaphore:{render}:permits");
		this.page.screenshots("10-full-semaphore");
		this.page.awaitText("#semaphore .headline", "0 of 3 permits in use");
		act("semaphore", "render", "Rendered");
		assertThat(this.page.count("#semaphore .result svg path")).isPositive();
		this.page.screenshots("11-rendered");
	}

	@Test
	void showsOneExecutionForAThousandCallers() throws IOException {
		this.page.openDrawer("cache-redis");
		act("cache", "stampede", "1 execution");
		assertThat(this.page.text("#cache .result")).contains("1,000 callers").contains("Different answers");
		this.page.awaitText("#cache .keys", "shop:cache:{shelves:beans}:value");
		this.page.await("columns of shared loads", () -> drawn("cache", "spared"));
		this.page.screenshots("12-stampede");
	}

	@Test
	void showsWhereAProductIsAndWhatMakesItGo() throws IOException {
		read(8, "");
		read(8, "From the cache");
		this.page.await("the product in both tiers", () -> place(8).startsWith("yes yes"));
		this.page.screenshots("13-in-both-tiers");
		this.page.run("document.getElementById('cache-category').value = 'beans'");
		act("cache", "raise", "the price of 2 products");
		this.page.await("the product to be outdated", () -> place(8).startsWith("– outdated"));
		read(8, "Loaded");
		act("cache", "evict", "Evicted");
		this.page.await("the product to be gone", () -> place(8).startsWith("– –"));
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
		act("circuitbreaker", "ok", "of 1 payment");
		act("circuitbreaker", "open", "Redis does not answer");
		act("lock", "take", "Redis does not answer");
		act("semaphore", "take", "Redis does not answer");
		read(1, "Moka pot");
		this.page.await("a value from memory", () -> {
			read(1, "Moka pot");
			return this.page.text("#cache .result").contains("From the cache");
		});
		act("cache", "stampede", "for 1,000 callers");
		this.page.awaitText("#cache .state", "each instance loads for itself");
		this.page.awaitText("#cache .rows", "unknown");
		this.page.awaitText("#circuitbreaker .state", "each instance decides alone");
		this.page.awaitText("#lock .headline", "Redis cannot say");
		this.page.awaitText("#semaphore .headline", "Redis cannot say");
		this.page.screenshots("3-redis-away");

		this.redis.start();

		this.page.awaitText("#redis", "answers");
		this.page.awaitText("#ratelimit .state", "Shared by Redis");
	}

	@Test
	void canBeUsedWithTheKeyboard() {
		Set<String> reached = new TreeSet<>();
		for (int i = 0; i < 120; i++) {
			this.page.press(TAB);
			reached.add(this.page.run("return document.activeElement.dataset.action ?? ''"));
		}
		assertThat(reached).contains("break-menu", "ratelimit-ping", "ratelimit-products", "ratelimit-burst",
				"ratelimit-reset", "ratelimit-algorithm-GCRA", "ratelimit-redis", "ratelimit-code", "lock-take",
				"lock-queue", "lock-write", "lock-stale", "lock-release", "semaphore-render", "semaphore-take",
				"semaphore-burst", "semaphore-resize", "circuitbreaker-ok", "circuitbreaker-failing",
				"circuitbreaker-slow", "circuitbreaker-open", "circuitbreaker-disable", "circuitbreaker-reset",
				"circuitbreaker-code", "cache-read", "cache-evict", "cache-stampede", "cache-raise", "cache-count",
				"cache-clear");

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
		for (String card : CARDS) {
			this.page.openDrawer(card + "-redis");
			openCode(card);
		}

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
		act("circuitbreaker", "failing", "of 20 payments");
		act("lock", "take", "");
		act("semaphore", "take", "");
		act("cache", "read", "");
		CARDS.forEach(this::openCode);
		this.page.colours(scheme);

		assertThat(this.page.run(Contrast.SCRIPT)).isEmpty();
	}

	@Test
	void doesNotMoveUnderTheHandWhenDataArrives() {
		this.page
			.run("""
					window.moved = 0;
					window.movers = [];
					new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
						window.moved += entry.value;
						window.movers.push(...entry.sources.map((source) => source.node?.outerHTML ?? source.node?.textContent));
					})).observe({ type: 'layout-shift', buffered: true });
					""");
		long before = lastTick();
		this.page.await("three ticks", () -> lastTick() > before + 3000);

		assertThat(Double.parseDouble(this.page.run("return window.moved")))
			.as(() -> this.page.run("return window.movers.map((mover) => mover?.slice(0, 200)).join('; ')"))
			.isLessThan(0.01);
	}

	private Map<String, Runnable> clicks() {
		Map<String, Runnable> clicks = new LinkedHashMap<>();
		for (String card : CARDS) {
			clicks.put(card + "-code", () -> this.page.awaitText("#" + card + " .snippets", "redis-patterns:"));
			for (int i = 0; i < 3; i++) {
				String copy = card + "-copy-" + i;
				clicks.put(copy, () -> {
					this.page.click(copy);
					this.page.await("an answer", () -> this.page.isTrue(
							"return document.querySelector(arguments[0]).previousElementSibling.textContent.length > 0",
							"[data-action='" + copy + "']"));
				});
			}
			clicks.put(card + "-redis", () -> {
				this.page.openDrawer(card + "-redis");
				this.page.awaitText("#" + card + " .last-action", "click");
			});
		}
		limits(clicks);
		breaker(clicks);
		lock(clicks);
		semaphore(clicks);
		cache(clicks);
		menu(clicks);
		return clicks;
	}

	private void breaker(Map<String, Runnable> clicks) {
		clicks.put("circuitbreaker-reset", () -> act("circuitbreaker", "reset", "Closed"));
		clicks.put("circuitbreaker-ok", () -> act("circuitbreaker", "ok", "1 paid"));
		clicks.put("circuitbreaker-slow", () -> {
			act("circuitbreaker", "slow", "of 20 payments");
			this.page.awaitText("#circuitbreaker .facts", "Open");
			act("circuitbreaker", "reset", "Closed");
		});
		clicks.put("circuitbreaker-failing", this::failUntilOpen);
		clicks.put("circuitbreaker-open", () -> {
			act("circuitbreaker", "open", "Forced open");
			act("circuitbreaker", "ok", "Not permitted");
		});
		clicks.put("circuitbreaker-disable", () -> {
			act("circuitbreaker", "disable", "Disabled");
			act("circuitbreaker", "ok", "1 paid");
			act("circuitbreaker", "reset", "Closed");
		});
	}

	private void failUntilOpen() {
		this.page.await("a call that is not permitted", () -> {
			act("circuitbreaker", "failing", "of 20 payments");
			return this.page.text("#circuitbreaker .result").contains("Not permitted");
		});
	}

	private void lock(Map<String, Runnable> clicks) {
		clicks.put("lock-take", this::takeTheLock);
		clicks.put("lock-write", () -> act("lock", "write", "Written"));
		clicks.put("lock-queue", () -> {
			act("lock", "queue", "3 callers");
			this.page.await("a hand-over", () -> turns("Gave it back") >= 2);
		});
		clicks.put("lock-stale", () -> act("lock", "stale", "Refused"));
		clicks.put("lock-release", () -> {
			takeTheLock();
			act("lock", "release", "Taken away");
		});
	}

	private void takeTheLock() {
		this.page.await("the lock", () -> {
			act("lock", "take", "");
			return this.page.text("#lock .result").contains("Taken by");
		});
	}

	private int turns(String state) {
		return this.page.text("#lock .rows").split(state, -1).length - 1;
	}

	private void semaphore(Map<String, Runnable> clicks) {
		clicks.put("semaphore-resize", () -> {
			resize(4);
			this.page.awaitText("#semaphore .headline", "of 4 permits");
			resize(3);
		});
		clicks.put("semaphore-take", () -> this.page.await("a permit", () -> {
			act("semaphore", "take", "");
			return this.page.text("#semaphore .result").contains("Taken");
		}));
		clicks.put("semaphore-burst", () -> {
			act("semaphore", "burst", "12 callers");
			this.page.awaitText("#semaphore .headline", "3 of 3 permits");
		});
		clicks.put("semaphore-render", () -> this.page.await("a picture", () -> {
			act("semaphore", "render", "");
			return this.page.text("#semaphore .result").contains("Rendered");
		}));
	}

	private void resize(int permits) {
		this.page.type("#semaphore-permits", String.valueOf(permits));
		act("semaphore", "resize", "to %d permits".formatted(permits));
	}

	private void cache(Map<String, Runnable> clicks) {
		clicks.put("cache-read", () -> {
			read(2, "Hand grinder");
			read(2, "From the cache");
		});
		clicks.put("cache-evict", () -> {
			read(2, "Hand grinder");
			act("cache", "evict", "Evicted");
			act("cache", "evict", "Nothing to do");
		});
		clicks.put("cache-stampede", () -> act("cache", "stampede", "1 execution"));
		clicks.put("cache-raise", () -> act("cache", "raise", "evicted all with the tag"));
		clicks.put("cache-count", () -> {
			act("cache", "count", "200 writes of one key");
			this.page.await("the backlog to be written", () -> this.page.text("#cache .facts").contains("0 keys"));
		});
		clicks.put("cache-clear", () -> {
			act("cache", "clear", "Cleared");
			read(2, "Loaded");
		});
	}

	private void read(int product, String answer) {
		this.page.type("#cache-product", String.valueOf(product));
		act("cache", "read", answer);
	}

	private String place(int product) {
		return this.page.run("return [...document.querySelectorAll('#cache .rows tbody tr')[arguments[0] - 1].cells]"
				+ ".slice(1).map((cell) => cell.textContent).join(' ')", product);
	}

	/** Click, and wait for the answer to that click. */
	private void act(String card, String action, String answer) {
		String result = "#" + card + " .result";
		this.page.click(card + "-" + action);
		this.page.await("an answer", () -> this.page.count(result + "[aria-busy]") == 0);
		this.page.awaitText(result, answer);
	}

	private void openCode(String card) {
		this.page.openDrawer(card + "-code");
		this.page.awaitText("#" + card + " .snippets", "redis-patterns:");
	}

	private void limits(Map<String, Runnable> clicks) {
		clicks.put("ratelimit-ping", this::pingUntilRefused);
		// the answer to an earlier ping may still come and cover this one
		clicks.put("ratelimit-products", () -> this.page.await("the products", () -> {
			act("ratelimit", "products", "");
			return this.page.text(RESULT).contains("8 products");
		}));
		for (String algorithm : new String[] { "GCRA", "TOKEN_BUCKET", "FIXED_WINDOW", "SLIDING_WINDOW",
				"SLIDING_WINDOW_COUNTER" }) {
			clicks.put("ratelimit-algorithm-" + algorithm, () -> burstWith(algorithm));
		}
		clicks.put("ratelimit-burst", () -> burstWith("GCRA"));
		clicks.put("ratelimit-reset", () -> {
			this.page.click("ratelimit-reset");
			this.page.awaitText(RESULT, "demo-gcra has 10 of 10 left");
		});
	}

	private void menu(Map<String, Runnable> clicks) {
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

	private boolean drawn(String card, String kind) {
		return this.page
			.run("return document.querySelector(arguments[0]).getAttribute('d') ?? ''", "#" + card + " .column." + kind)
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
