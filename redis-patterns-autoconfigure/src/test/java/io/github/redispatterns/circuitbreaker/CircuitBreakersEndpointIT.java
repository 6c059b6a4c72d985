package io.github.redispatterns.circuitbreaker;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.github.redispatterns.circuitbreaker.BreakersUnderTest.Circuits;
import io.github.redispatterns.circuitbreaker.Permission.Permitted;
import io.github.redispatterns.support.Fault;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
@RedisKeys({ "circuitbreaker:state", "circuitbreaker:calls", "circuitbreaker:failing", "kernel:probe" })
class CircuitBreakersEndpointIT {

	private static final String PATH = "/actuator/rediscircuitbreakers";

	private final HttpClient http = HttpClient.newHttpClient();

	private RedisServers servers;

	private ConfigurableApplicationContext reading;

	private ConfigurableApplicationContext writing;

	@BeforeAll
	void start() {
		this.reading = application(Map.of());
		this.writing = application(Map.of("management.endpoint.rediscircuitbreakers.access", "unrestricted",
				"spring.web.error.include-message", "always"));
	}

	private ConfigurableApplicationContext application(Map<String, Object> more) {
		Map<String, Object> properties = new HashMap<>(this.servers.springProperties());
		properties.put("server.port", 0);
		properties.put("spring.data.redis.client-type", "jedis");
		properties.put("spring.data.redis.timeout", "1s");
		properties.put("spring.data.redis.connect-timeout", "1s");
		properties.put("management.endpoints.web.exposure.include", "rediscircuitbreakers,health");
		properties.put("management.endpoint.health.show-details", "always");
		properties.put("redis-patterns.namespace", "test");
		for (String name : new String[] { "looked", "forced", "reset", "down" }) {
			properties.put("redis-patterns.circuitbreaker.instances." + name + ".sliding-window-size", 4);
		}
		properties.putAll(more);
		return new SpringApplicationBuilder(CircuitBreakersContract.App.class).web(WebApplicationType.SERVLET)
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

	@Test
	void listsBreakersWithoutAskingRedis() {
		JsonNode report = get(this.reading, PATH);

		assertThat(report.at("/breakers").size()).isEqualTo(4);
		assertThat(report.at("/breakers/0/name").asString()).isEqualTo("down");
		assertThat(report.at("/breakers/1/name").asString()).isEqualTo("forced");
		assertThat(report.at("/breakers/0/state").asString()).isEqualTo("CLOSED");
		assertThat(report.at("/breakers/0/metrics/failureRate").asInt()).isEqualTo(-1);
	}

	@Test
	void looksAtABreakerFromBothSides() {
		fail("looked", 4);

		Awaitility.await()
			.untilAsserted(() -> assertThat(get(this.reading, PATH + "/looked").at("/local/state").asString())
				.isEqualTo("OPEN"));
		JsonNode detail = get(this.reading, PATH + "/looked");
		assertThat(detail.at("/available").asBoolean()).isTrue();
		assertThat(detail.at("/shared/state").asString()).isEqualTo("OPEN");
		assertThat(detail.at("/shared/cause").asString()).isEqualTo("FAILURE_RATE");
		assertThat(detail.at("/shared/failedCalls").asLong()).isEqualTo(4);
		assertThat(get(this.writing, PATH + "/looked").at("/local/metrics/failureRate").asInt()).isEqualTo(100);
		assertThat(status("GET", this.reading, PATH + "/nobody", null)).isEqualTo(404);
	}

	@Test
	void forcesAStateOnAllInstances() {
		use(this.reading, "forced");
		JsonNode detail = JsonMapper.shared().readTree(body("POST", this.writing, PATH + "/forced", """
				{ "state": "FORCED_OPEN", "ttl": "30m", "reason": "maintenance", "actor": "ada" }"""));

		assertThat(detail.at("/shared/actor").asString()).isEqualTo("ada");
		assertThat(detail.at("/shared/reason").asString()).isEqualTo("maintenance");
		Circuits.await(breaker(this.reading, "forced"), CircuitState.FORCED_OPEN);
		JsonNode health = get(this.reading, "/actuator/health");
		assertThat(health.at("/components/redisPatterns/status").asString()).isEqualTo("UP");
		assertThat(health.at("/components/redisPatterns/details/circuitBreakers/forced").asString())
			.isEqualTo("FORCED_OPEN");
	}

	@Test
	void resetsABreakerOnAllInstances() {
		use(this.reading, "reset");
		fail("reset", 4);
		Circuits.await(breaker(this.reading, "reset"), CircuitState.OPEN);

		assertThat(status("DELETE", this.writing, PATH + "/reset?reason=repaired&actor=ada", null)).isEqualTo(204);

		Circuits.await(breaker(this.reading, "reset"), CircuitState.CLOSED);
		assertThat(breaker(this.reading, "reset").shared().reason()).isEqualTo("repaired");
		assertThat(breaker(this.reading, "reset").shared().actor()).isEqualTo("ada");
	}

	@Test
	void changesNothingUnlessItMay() {
		assertThat(status("POST", this.reading, PATH + "/forced", """
				{ "state": "DISABLED", "ttl": "30m", "reason": "test" }""")).isEqualTo(405);
		assertThat(status("DELETE", this.reading, PATH + "/forced", null)).isEqualTo(405);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{ "state": "OPEN", "ttl": "30m", "reason": "test" }      | 'state' is OPEN but must be FORCED_OPEN, DISABLED or METRICS_ONLY
					{ "state": "DISABLED", "ttl": "0s", "reason": "test" }   | 'ttl' is PT0S but must be from PT1S to PT8784H
					{ "state": "DISABLED", "ttl": "soon", "reason": "test" } | 'soon' is not a valid duration
					{ "state": "DISABLED", "ttl": "30m", "reason": " " }     | 'reason' is \\" \\" but must be a text that is not blank
					""")
	void saysWhatIsWrong(String request, String problem) {
		assertThat(status("POST", this.writing, PATH + "/looked", request)).isEqualTo(400);
		assertThat(body("POST", this.writing, PATH + "/looked", request)).contains(problem);
	}

	@Test
	void showsItsOwnViewWhileRedisIsAway() {
		try (Fault fault = this.servers.faults().kill(this.servers.node(0))) {
			JsonNode detail = get(this.reading, PATH + "/down");

			assertThat(detail.at("/available").asBoolean()).isFalse();
			assertThat(detail.at("/shared").isNull()).isTrue();
			assertThat(detail.at("/local/state").asString()).isEqualTo("CLOSED");
		}
	}

	private void fail(String name, int times) {
		CircuitBreaker breaker = breaker(this.writing, name);
		use(this.writing, name);
		use(this.reading, name);
		for (int i = 0; i < times; i++) {
			breaker.failed((Permitted) breaker.tryAcquire(), Duration.ZERO, new IOException("test"));
		}
	}

	private static void use(ConfigurableApplicationContext application, String name) {
		CircuitBreaker breaker = breaker(application, name);
		Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
			if (breaker.tryAcquire() instanceof Permitted permitted) {
				breaker.released(permitted);
			}
			assertThat(((RedisCircuitBreaker) breaker).isInStep()).isTrue();
		});
	}

	private static CircuitBreaker breaker(ConfigurableApplicationContext application, String name) {
		return application.getBean(CircuitBreakers.class).get(name);
	}

	private JsonNode get(ConfigurableApplicationContext application, String path) {
		return JsonMapper.shared().readTree(body("GET", application, path, null));
	}

	private int status(String method, ConfigurableApplicationContext application, String path, String body) {
		return send(method, application, path, body).statusCode();
	}

	private String body(String method, ConfigurableApplicationContext application, String path, String body) {
		return send(method, application, path, body).body();
	}

	private HttpResponse<String> send(String method, ConfigurableApplicationContext application, String path,
			String body) {
		String port = application.getEnvironment().getProperty("local.server.port");
		HttpRequest.BodyPublisher content = (body != null) ? HttpRequest.BodyPublishers.ofString(body)
				: HttpRequest.BodyPublishers.noBody();
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
			.header("Content-Type", "application/json")
			.method(method, content)
			.build();
		try {
			return this.http.send(request, HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

}
