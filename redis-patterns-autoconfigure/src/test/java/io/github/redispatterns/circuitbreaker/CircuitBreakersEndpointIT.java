package io.github.redispatterns.circuitbreaker;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

import io.github.redispatterns.circuitbreaker.BreakersUnderTest.Circuits;
import io.github.redispatterns.circuitbreaker.Permission.Permitted;
import io.github.redispatterns.support.Fault;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.WebInstance;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operator sees and does over HTTP.
 */
@RedisTest(dedicated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "circuitbreaker:state", "circuitbreaker:calls", "circuitbreaker:failing", "kernel:probe" })
class CircuitBreakersEndpointIT {

	private static final String PATH = "/actuator/rediscircuitbreakers";

	private RedisServers servers;

	private WebInstance reading;

	private WebInstance writing;

	@BeforeAll
	void start() {
		List<String> properties = List.of("management.endpoints.web.exposure.include=rediscircuitbreakers,health",
				"management.endpoint.health.show-details=always", "spring.web.error.include-message=always",
				"spring.data.redis.timeout=1s", "redis-patterns.circuitbreaker.instances.looked.sliding-window-size=4",
				"redis-patterns.circuitbreaker.instances.forced.sliding-window-size=4",
				"redis-patterns.circuitbreaker.instances.reset.sliding-window-size=4",
				"redis-patterns.circuitbreaker.instances.down.sliding-window-size=4");
		this.reading = WebInstance.start(CircuitBreakersContract.App.class, this.servers, properties);
		this.writing = WebInstance.start(CircuitBreakersContract.App.class, this.servers, properties,
				"management.endpoint.rediscircuitbreakers.access=unrestricted");
	}

	@AfterAll
	void stop() {
		this.reading.close();
		this.writing.close();
	}

	@Test
	void listsBreakersWithoutAskingRedis() {
		JsonNode report = this.reading.get(PATH);

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
			.untilAsserted(() -> assertThat(this.reading.get(PATH + "/looked").at("/local/state").asString())
				.isEqualTo("OPEN"));
		JsonNode detail = this.reading.get(PATH + "/looked");
		assertThat(detail.at("/available").asBoolean()).isTrue();
		assertThat(detail.at("/shared/state").asString()).isEqualTo("OPEN");
		assertThat(detail.at("/shared/cause").asString()).isEqualTo("FAILURE_RATE");
		assertThat(detail.at("/shared/failedCalls").asLong()).isEqualTo(4);
		assertThat(this.writing.get(PATH + "/looked").at("/local/metrics/failureRate").asInt()).isEqualTo(100);
		assertThat(this.reading.send("GET", PATH + "/nobody").statusCode()).isEqualTo(404);
	}

	@Test
	void forcesAStateOnAllInstances() {
		use(this.reading, "forced");
		JsonNode detail = WebInstance.json(this.writing.post(PATH + "/forced", """
				{ "state": "FORCED_OPEN", "ttl": "30m", "reason": "maintenance", "actor": "ada" }"""));

		assertThat(detail.at("/shared/actor").asString()).isEqualTo("ada");
		assertThat(detail.at("/shared/reason").asString()).isEqualTo("maintenance");
		Circuits.await(breaker(this.reading, "forced"), CircuitState.FORCED_OPEN);
		JsonNode health = this.reading.get("/actuator/health");
		assertThat(health.at("/components/redisPatterns/status").asString()).isEqualTo("UP");
		assertThat(health.at("/components/redisPatterns/details/circuitBreakers/forced").asString())
			.isEqualTo("FORCED_OPEN");
	}

	@Test
	void resetsABreakerOnAllInstances() {
		use(this.reading, "reset");
		fail("reset", 4);
		Circuits.await(breaker(this.reading, "reset"), CircuitState.OPEN);

		assertThat(this.writing.send("DELETE", PATH + "/reset?reason=repaired&actor=ada").statusCode()).isEqualTo(204);

		Circuits.await(breaker(this.reading, "reset"), CircuitState.CLOSED);
		assertThat(breaker(this.reading, "reset").shared().reason()).isEqualTo("repaired");
		assertThat(breaker(this.reading, "reset").shared().actor()).isEqualTo("ada");
	}

	@Test
	void changesNothingUnlessItMay() {
		assertThat(this.reading.post(PATH + "/forced", """
				{ "state": "DISABLED", "ttl": "30m", "reason": "test" }""").statusCode()).isEqualTo(405);
		assertThat(this.reading.send("DELETE", PATH + "/forced").statusCode()).isEqualTo(405);
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
		HttpResponse<String> response = this.writing.post(PATH + "/looked", request);

		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains(problem);
	}

	@Test
	void showsItsOwnViewWhileRedisIsAway() {
		try (Fault fault = this.servers.faults().kill(this.servers.node(0))) {
			JsonNode detail = this.reading.get(PATH + "/down");

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

	private static void use(WebInstance instance, String name) {
		CircuitBreaker breaker = breaker(instance, name);
		Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
			if (breaker.tryAcquire() instanceof Permitted permitted) {
				breaker.released(permitted);
			}
			assertThat(((RedisCircuitBreaker) breaker).isInStep()).isTrue();
		});
	}

	private static CircuitBreaker breaker(WebInstance instance, String name) {
		return instance.bean(CircuitBreakers.class).get(name);
	}

}
