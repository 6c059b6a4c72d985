package io.github.redispatterns.ratelimit;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

import io.github.redispatterns.support.Fault;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.RunningInstances.Starter;
import io.github.redispatterns.support.WebInstance;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operator sees and does over HTTP.
 */
@RedisTest(dedicated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "ratelimit:tat", "ratelimit:table", "ratelimit:window", "kernel:probe" })
class RateLimitsEndpointIT {

	private static final String PATH = "/actuator/redisratelimits";

	private RedisServers servers;

	private WebInstance reading;

	private WebInstance writing;

	@BeforeAll
	void start() {
		List<String> properties = List.of("management.endpoints.web.exposure.include=redisratelimits,metrics",
				"spring.web.error.include-message=always", "redis-patterns.ratelimit.policies.login.limit=2",
				"redis-patterns.ratelimit.policies.login.period=1h",
				"redis-patterns.ratelimit.policies.login.algorithm=fixed-window");
		this.reading = WebInstance.start(Starter.class, this.servers, properties);
		this.writing = WebInstance.start(Starter.class, this.servers, properties,
				"management.endpoint.redisratelimits.access=unrestricted");
	}

	@AfterAll
	void stop() {
		this.reading.close();
		this.writing.close();
	}

	@BeforeEach
	void forgetOverrides() {
		limits(this.reading).overrides();
		limits(this.writing).overrides();
	}

	@Test
	void listsPoliciesAndOverrides() {
		limits(this.writing).override(new LimitOverride("login", null, "ada", 9, Duration.ofMinutes(30)));

		JsonNode report = this.reading.get(PATH);

		assertThat(report.at("/available").asBoolean()).isTrue();
		assertThat(report.at("/policies/0/name").asString()).isEqualTo("login");
		assertThat(report.at("/policies/0/whenUnavailable").asString()).isEqualTo("OPEN");
		assertThat(report.at("/policies/0/tiers/0/algorithm").asString()).isEqualTo("FIXED_WINDOW");
		assertThat(report.at("/policies/0/tiers/0/limit").asLong()).isEqualTo(2);
		assertThat(report.at("/overrides/0/key").asString()).isEqualTo("ada");
		assertThat(report.at("/overrides/0/limit").asLong()).isEqualTo(9);
	}

	@Test
	void looksAtTheCountOfAKey() {
		limits(this.reading).tryAcquire("login", "2001:db8::1/64 {x}");

		JsonNode count = this.reading.get(PATH + "/login?key=2001:db8::1/64%20%7Bx%7D");

		assertThat(count.at("/allowed").asBoolean()).isTrue();
		assertThat(count.at("/quotas/0/remaining").asLong()).isEqualTo(1);
		assertThat(this.reading.get(PATH + "/login").at("/quotas/0/remaining").asLong()).isEqualTo(2);
		assertThat(this.reading.get(PATH + "/login?key=2001:db8::1/64%20%7Bx%7D").at("/quotas/0/remaining").asLong())
			.isEqualTo(1);
	}

	@Test
	void knowsNoOtherPolicies() {
		assertThat(this.reading.send("GET", PATH + "/nobody").statusCode()).isEqualTo(404);
	}

	@Test
	void writesNothingUnlessAllowedTo() {
		limits(this.reading).tryAcquire("login", "ada");

		assertThat(this.reading.send("DELETE", PATH + "/login?key=ada").statusCode()).isEqualTo(405);
		assertThat(this.reading.post(PATH + "/login", "{\"limit\":9,\"ttl\":\"30m\"}").statusCode()).isEqualTo(405);

		assertThat(limits(this.reading).peek("login", "ada").binding().remaining()).isEqualTo(1);
		assertThat(limits(this.reading).overrides()).isEmpty();
	}

	@Test
	void resetsACount() {
		limits(this.reading).tryAcquire("login", "ada");
		limits(this.reading).tryAcquire("login", Charge.EVERYBODY);

		assertThat(this.writing.send("DELETE", PATH + "/login?key=ada").statusCode()).isEqualTo(204);
		assertThat(limits(this.reading).peek("login", "ada").binding().remaining()).isEqualTo(2);
		assertThat(limits(this.reading).peek("login", Charge.EVERYBODY).binding().remaining()).isEqualTo(1);
		assertThat(this.writing.send("DELETE", PATH + "/login").statusCode()).isEqualTo(204);
		assertThat(limits(this.reading).peek("login", Charge.EVERYBODY).binding().remaining()).isEqualTo(2);
	}

	@Test
	void overridesALimitForAWhile() {
		HttpResponse<String> response = this.writing.post(PATH + "/login",
				"{\"limit\":9,\"ttl\":\"30m\",\"key\":\"ada\",\"tier\":\"1h\"}");

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(limits(this.writing).peek("login", "ada").binding().limit()).isEqualTo(9);
		assertThat(limits(this.writing).peek("login", "bob").binding().limit()).isEqualTo(2);
		assertThat(this.reading.get(PATH).at("/overrides/0/ttl").asString()).startsWith("PT");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
			"login  | {\"limit\":0,\"ttl\":\"30m\"}                   | 'limit' is 0 but must be 1 or more",
			"login  | {\"limit\":9,\"ttl\":\"1ms\"}                   | 'ttl' is PT0.001S but must be from PT1S",
			"login  | {\"limit\":9,\"ttl\":\"soon\"}                  | 'soon'",
			"login  | {\"limit\":9,\"ttl\":\"30m\",\"tier\":\"5s\"}   | Tiers of 'login' are 1h",
			"nobody | {\"limit\":9,\"ttl\":\"30m\"}                   | Known are login" })
	void namesWhatIsWrongWithAnOverride(String policy, String body, String message) {
		HttpResponse<String> response = this.writing.post(PATH + "/" + policy, body);

		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(JsonMapper.shared().readTree(response.body()).at("/message").asString()).contains(message);
		assertThat(limits(this.writing).overrides()).isEmpty();
	}

	@Test
	void wantsAKeyThatNamesSomebody() {
		assertThat(this.reading.send("GET", PATH + "/login?key=%20").statusCode()).isEqualTo(400);
		assertThat(this.writing.send("DELETE", PATH + "/nobody").statusCode()).isEqualTo(400);
		assertThat(this.writing.post(PATH + "/login", "{\"ttl\":\"30m\"}").statusCode()).isEqualTo(400);
	}

	@Test
	void showsDecisionsAsMeters() {
		double before = refused();
		for (int i = 0; i < 5; i++) {
			limits(this.reading).tryAcquire("login", "meters");
		}

		assertThat(refused() - before).isEqualTo(3);
		assertThat(this.reading.get("/actuator/metrics").toString()).contains(RateLimitMeters.DECISIONS,
				RateLimitMeters.ROUND_TRIPS);
	}

	private double refused() {
		return this.reading
			.get("/actuator/metrics/" + RateLimitMeters.DECISIONS + "?tag=policy:login&tag=outcome:refused")
			.at("/measurements/0/value")
			.asDouble();
	}

	@Test
	void listsPoliciesWhileRedisIsAway() {
		try (Fault killed = this.servers.faults().kill(this.servers.node(0))) {
			JsonNode report = this.reading.get(PATH);

			assertThat(report.at("/available").asBoolean()).as("%s", killed).isFalse();
			assertThat(report.at("/policies/0/name").asString()).isEqualTo("login");
		}
		Awaitility.await().until(() -> this.reading.get(PATH).at("/available").asBoolean());
		Awaitility.await().until(() -> this.writing.get(PATH).at("/available").asBoolean());
	}

	private static RateLimits limits(WebInstance instance) {
		return instance.bean(RateLimits.class);
	}

}
