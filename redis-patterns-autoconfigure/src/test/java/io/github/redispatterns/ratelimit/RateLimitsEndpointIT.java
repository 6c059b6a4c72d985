package io.github.redispatterns.ratelimit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.github.redispatterns.support.Fault;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
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

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operator sees and does over HTTP.
 */
@RedisTest(dedicated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "ratelimit:tat", "ratelimit:table", "ratelimit:window", "kernel:probe" })
class RateLimitsEndpointIT {

	private static final String PATH = "/actuator/redisratelimits";

	private final HttpClient http = HttpClient.newHttpClient();

	private RedisServers servers;

	private ConfigurableApplicationContext reading;

	private ConfigurableApplicationContext writing;

	@BeforeAll
	void start() {
		this.reading = application(Map.of());
		this.writing = application(Map.of("management.endpoint.redisratelimits.access", "unrestricted",
				"spring.web.error.include-message", "always"));
	}

	private ConfigurableApplicationContext application(Map<String, Object> more) {
		Map<String, Object> properties = new HashMap<>(this.servers.springProperties());
		properties.put("server.port", 0);
		properties.put("spring.data.redis.client-type", "jedis");
		properties.put("management.endpoints.web.exposure.include", "redisratelimits,metrics");
		properties.put("redis-patterns.namespace", "test");
		properties.put("redis-patterns.ratelimit.policies.login.limit", 2);
		properties.put("redis-patterns.ratelimit.policies.login.period", "1h");
		properties.put("redis-patterns.ratelimit.policies.login.algorithm", "fixed-window");
		properties.putAll(more);
		return new SpringApplicationBuilder(RateLimitsContract.App.class).web(WebApplicationType.SERVLET)
			.run(properties.entrySet()
				.stream()
				.map((property) -> "--" + property.getKey() + "=" + property.getValue())
				.toArray(String[]::new));
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

		JsonNode report = get(this.reading, PATH);

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

		JsonNode count = get(this.reading, PATH + "/login?key=2001:db8::1/64%20%7Bx%7D");

		assertThat(count.at("/allowed").asBoolean()).isTrue();
		assertThat(count.at("/quotas/0/remaining").asLong()).isEqualTo(1);
		assertThat(get(this.reading, PATH + "/login").at("/quotas/0/remaining").asLong()).isEqualTo(2);
		assertThat(get(this.reading, PATH + "/login?key=2001:db8::1/64%20%7Bx%7D").at("/quotas/0/remaining").asLong())
			.isEqualTo(1);
	}

	@Test
	void knowsNoOtherPolicies() {
		assertThat(send(this.reading, "GET", PATH + "/nobody", null).statusCode()).isEqualTo(404);
	}

	@Test
	void writesNothingUnlessAllowedTo() {
		limits(this.reading).tryAcquire("login", "ada");

		assertThat(send(this.reading, "DELETE", PATH + "/login?key=ada", null).statusCode()).isEqualTo(405);
		assertThat(send(this.reading, "POST", PATH + "/login", "{\"limit\":9,\"ttl\":\"30m\"}").statusCode())
			.isEqualTo(405);

		assertThat(limits(this.reading).peek("login", "ada").binding().remaining()).isEqualTo(1);
		assertThat(limits(this.reading).overrides()).isEmpty();
	}

	@Test
	void resetsACount() {
		limits(this.reading).tryAcquire("login", "ada");
		limits(this.reading).tryAcquire("login", Charge.EVERYBODY);

		assertThat(send(this.writing, "DELETE", PATH + "/login?key=ada", null).statusCode()).isEqualTo(204);
		assertThat(limits(this.reading).peek("login", "ada").binding().remaining()).isEqualTo(2);
		assertThat(limits(this.reading).peek("login", Charge.EVERYBODY).binding().remaining()).isEqualTo(1);
		assertThat(send(this.writing, "DELETE", PATH + "/login", null).statusCode()).isEqualTo(204);
		assertThat(limits(this.reading).peek("login", Charge.EVERYBODY).binding().remaining()).isEqualTo(2);
	}

	@Test
	void overridesALimitForAWhile() {
		HttpResponse<String> response = send(this.writing, "POST", PATH + "/login",
				"{\"limit\":9,\"ttl\":\"30m\",\"key\":\"ada\",\"tier\":\"1h\"}");

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(limits(this.writing).peek("login", "ada").binding().limit()).isEqualTo(9);
		assertThat(limits(this.writing).peek("login", "bob").binding().limit()).isEqualTo(2);
		assertThat(get(this.reading, PATH).at("/overrides/0/ttl").asString()).startsWith("PT");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
			"login  | {\"limit\":0,\"ttl\":\"30m\"}                   | 'limit' is 0 but must be 1 or more",
			"login  | {\"limit\":9,\"ttl\":\"1ms\"}                   | 'ttl' is PT0.001S but must be from PT1S",
			"login  | {\"limit\":9,\"ttl\":\"soon\"}                  | 'soon'",
			"login  | {\"limit\":9,\"ttl\":\"30m\",\"tier\":\"5s\"}   | Tiers of 'login' are 1h",
			"nobody | {\"limit\":9,\"ttl\":\"30m\"}                   | Known are login" })
	void namesWhatIsWrongWithAnOverride(String policy, String body, String message) {
		HttpResponse<String> response = send(this.writing, "POST", PATH + "/" + policy, body);

		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(json(response).at("/message").asString()).contains(message);
		assertThat(limits(this.writing).overrides()).isEmpty();
	}

	@Test
	void wantsAKeyThatNamesSomebody() {
		assertThat(send(this.reading, "GET", PATH + "/login?key=%20", null).statusCode()).isEqualTo(400);
		assertThat(send(this.writing, "DELETE", PATH + "/nobody", null).statusCode()).isEqualTo(400);
		assertThat(send(this.writing, "POST", PATH + "/login", "{\"ttl\":\"30m\"}").statusCode()).isEqualTo(400);
	}

	@Test
	void showsDecisionsAsMeters() {
		double before = refused();
		for (int i = 0; i < 5; i++) {
			limits(this.reading).tryAcquire("login", "meters");
		}

		assertThat(refused() - before).isEqualTo(3);
		assertThat(get(this.reading, "/actuator/metrics").toString()).contains(RateLimitMeters.DECISIONS,
				RateLimitMeters.ROUND_TRIPS);
	}

	private double refused() {
		return get(this.reading,
				"/actuator/metrics/" + RateLimitMeters.DECISIONS + "?tag=policy:login&tag=outcome:refused")
			.at("/measurements/0/value")
			.asDouble();
	}

	@Test
	void listsPoliciesWhileRedisIsAway() {
		try (Fault killed = this.servers.faults().kill(this.servers.node(0))) {
			JsonNode report = get(this.reading, PATH);

			assertThat(report.at("/available").asBoolean()).as("%s", killed).isFalse();
			assertThat(report.at("/policies/0/name").asString()).isEqualTo("login");
		}
		Awaitility.await().until(() -> get(this.reading, PATH).at("/available").asBoolean());
		Awaitility.await().until(() -> get(this.writing, PATH).at("/available").asBoolean());
	}

	private static RateLimits limits(ConfigurableApplicationContext context) {
		return context.getBean(RateLimits.class);
	}

	private JsonNode get(ConfigurableApplicationContext context, String path) {
		HttpResponse<String> response = send(context, "GET", path, null);
		assertThat(response.statusCode()).as("%s", response.body()).isEqualTo(200);
		return json(response);
	}

	private static JsonNode json(HttpResponse<String> response) {
		return JsonMapper.shared().readTree(response.body());
	}

	private HttpResponse<String> send(ConfigurableApplicationContext context, String method, String path, String body) {
		URI uri = URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path);
		HttpRequest request = HttpRequest.newBuilder(uri)
			.method(method,
					(body != null) ? HttpRequest.BodyPublishers.ofString(body) : HttpRequest.BodyPublishers.noBody())
			.header("Content-Type", "application/json")
			.build();
		try {
			return this.http.send(request, HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException | InterruptedException ex) {
			throw new AssertionError(method + " " + uri, ex);
		}
	}

}
