package io.github.redispatterns.ratelimit.web;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redispatterns.ratelimit.web.HttpApplication.Answer;
import io.github.redispatterns.support.Fault;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * HTTP limits from request to Redis and back.
 */
@RedisTest(dedicated = true)
@RedisKeys({ "ratelimit:tat", "kernel:probe" })
class RateLimitHttpIT {

	private static final String POLICIES = "redis-patterns.ratelimit.policies.";

	private static final String HTTP = "redis-patterns.ratelimit.http.";

	private static final String[] PING = { POLICIES + "ping.limit=5", POLICIES + "ping.period=10s",
			HTTP + "rules[0].paths=/api/**,/error", HTTP + "rules[0].policy=ping" };

	private static final String[] OUTAGE = { POLICIES + "open.limit=1000", POLICIES + "open.period=10m",
			POLICIES + "closed.limit=1000", POLICIES + "closed.period=10m", POLICIES + "closed.when-unavailable=closed",
			HTTP + "rules[0].paths=/open", HTTP + "rules[0].policy=open", HTTP + "rules[1].paths=/closed",
			HTTP + "rules[1].policy=closed" };

	RedisServers servers;

	@Test
	void refusesTheSixthOfFiveRequestsInTenSeconds() {
		try (HttpApplication application = HttpApplication.start(this.servers, PING)) {
			long start = System.nanoTime();
			Answer response = application.get("/api/ping");
			assertThat(response.body()).isEqualTo("pong");
			assertThat(response.header("RateLimit-Policy")).isEqualTo("\"ping\";q=5;w=10");
			assertThat(response.header("RateLimit")).isEqualTo("\"ping\";r=4;t=2");
			int admitted = 0;
			while (response.status() == 200) {
				admitted++;
				response = application.get("/api/ping");
			}
			long more = Duration.ofNanos(System.nanoTime() - start).dividedBy(Duration.ofSeconds(2));
			assertThat((long) admitted).as("5 and one every 2 seconds").isBetween(5L, 5 + more);
			assertIsRefusal(response);
			assertThat(application.get("/free").status()).isEqualTo(200);
		}
	}

	private static void assertIsRefusal(Answer refusal) {
		assertThat(refusal.status()).isEqualTo(429);
		assertThat(refusal.header("RateLimit-Policy")).isEqualTo("\"ping\";q=5;w=10");
		Map<String, Long> limit = refusal.limit("ping");
		assertThat(limit).containsEntry("r", 0L);
		assertThat(limit.get("t")).isBetween(1L, 2L);
		assertThat(refusal.retryAfter()).isEqualTo(limit.get("t"));
		assertThat(refusal.header("Content-Type")).isEqualTo("application/problem+json");
		JsonNode problem = JsonMapper.shared().readTree(refusal.body());
		assertThat(problem.get("type").asString())
			.isEqualTo("https://iana.org/assignments/http-problem-types#quota-exceeded");
		assertThat(problem.get("status").asInt()).isEqualTo(429);
		assertThat(problem.get("instance").asString()).isEqualTo("/api/ping");
		assertThat(problem.get("violated-policies").toString()).isEqualTo("[\"ping\"]");
	}

	@Test
	void admitsTheClientThatWaitsAsLongAsItIsTold() {
		try (HttpApplication application = HttpApplication.start(this.servers, POLICIES + "ping.limit=1",
				POLICIES + "ping.period=2s", HTTP + "rules[0].paths=/api/**", HTTP + "rules[0].policy=ping")) {
			Answer response = application.get("/api/ping");
			while (response.status() == 200) {
				response = application.get("/api/ping");
			}
			long seconds = response.retryAfter();
			AtomicInteger attempts = new AtomicInteger();
			await().pollDelay(Duration.ofSeconds(seconds)).untilAsserted(() -> {
				attempts.incrementAndGet();
				assertThat(application.get("/api/ping").status()).isEqualTo(200);
			});
			assertThat(attempts).hasValue(1);
		}
	}

	@Test
	void countsARequestOnceThatFailsOrIsAnsweredLater() {
		try (HttpApplication application = HttpApplication.start(this.servers, POLICIES + "ping.limit=5",
				POLICIES + "ping.period=10m", HTTP + "rules[0].paths=/api/**,/error", HTTP + "rules[0].policy=ping")) {
			Answer broken = application.get("/api/broken");
			assertThat(broken.status()).isEqualTo(500);
			assertThat(broken.limit("ping")).containsEntry("r", 4L);
			Answer later = application.get("/api/later");
			assertThat(later.body()).isEqualTo("pong");
			assertThat(later.limit("ping")).containsEntry("r", 3L);
			assertThat(application.get("/api/ping").limit("ping")).containsEntry("r", 2L);
		}
	}

	@Test
	void tellsClientsOfATrustedProxyApart() {
		try (HttpApplication application = HttpApplication.start(this.servers, POLICIES + "ping.limit=1",
				POLICIES + "ping.period=10m", HTTP + "rules[0].paths=/api/**", HTTP + "rules[0].policy=ping",
				HTTP + "client-ip.trusted-proxies=127.0.0.0/8")) {
			assertThat(application.get("/api/ping", "X-Forwarded-For", "203.0.113.7").status()).isEqualTo(200);
			assertThat(application.get("/api/ping", "X-Forwarded-For", "203.0.113.8").status()).isEqualTo(200);
			assertThat(application.get("/api/ping", "X-Forwarded-For", "1.1.1.1, 203.0.113.7").status()).isEqualTo(429);
		}
	}

	@Test
	void answersALimitedMethodByTheSameHeadersAndKeepsTheApiKeySecret() {
		try (HttpApplication application = HttpApplication.start(this.servers)) {
			assertThat(application.get("/report", "X-API-Key", "secret-4711").body()).isEqualTo("report");
			Answer refusal = application.get("/report", "X-API-Key", "secret-4711");
			assertThat(refusal.status()).isEqualTo(429);
			assertThat(refusal.header("RateLimit-Policy")).isEqualTo("\"report\";q=1;w=600");
			assertThat(refusal.retryAfter()).isEqualTo(refusal.limit("report").get("t"));
			assertThat(refusal.body()).contains("#quota-exceeded").doesNotContain("4711");
			assertThat(application.get("/report", "X-API-Key", "other").status()).isEqualTo(200);
			assertThat(this.servers.client().keys("*")).hasSize(2).noneMatch((key) -> key.contains("4711"));
		}
	}

	@Test
	void followsThePolicyWhenRedisDiesAndWhenItIsBack() {
		try (HttpApplication application = HttpApplication.start(this.servers, OUTAGE)) {
			assertThat(application.get("/closed").limit("closed")).isNotEmpty();
			try (Fault killed = this.servers.faults().kill(this.servers.node(0))) {
				assertFollowsPolicies(application);
				killed.heal();
			}
			await().untilAsserted(() -> assertThat(application.get("/closed").limit("closed")).isNotEmpty());
			assertThat(application.get("/open").limit("open")).isNotEmpty();
		}
	}

	@Test
	void startsWithoutRedis() {
		try (Fault killed = this.servers.faults().kill(this.servers.node(0));
				HttpApplication application = HttpApplication.start(this.servers, OUTAGE)) {
			assertFollowsPolicies(application);
			killed.heal();
			await().untilAsserted(() -> assertThat(application.get("/closed").limit("closed")).isNotEmpty());
		}
	}

	private static void assertFollowsPolicies(HttpApplication application) {
		for (int i = 0; i < 5; i++) {
			Answer open = application.get("/open");
			assertThat(open.status()).isEqualTo(200);
			assertThat(open.header("RateLimit")).isEmpty();
			Answer closed = application.get("/closed");
			assertThat(closed.status()).isEqualTo(503);
			assertThat(closed.header("Retry-After")).isEqualTo("1");
			assertThat(closed.header("Content-Type")).isEqualTo("application/problem+json");
			assertThat(closed.body()).contains("#temporary-reduced-capacity");
		}
	}

}
