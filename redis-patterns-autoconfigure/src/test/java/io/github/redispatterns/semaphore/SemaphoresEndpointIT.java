package io.github.redispatterns.semaphore;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;

import io.github.redispatterns.support.Fault;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operator sees and does over HTTP.
 */
@RedisTest(dedicated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "semaphore:permits", "semaphore:config", "pool:free", "pool:leased", "pool:holders", "pool:suspect",
		"pool:state", "kernel:probe" })
class SemaphoresEndpointIT {

	private static final String PATH = "/actuator/redissemaphores";

	private final HttpClient http = HttpClient.newHttpClient();

	private RedisServers servers;

	private ConfigurableApplicationContext reading;

	private ConfigurableApplicationContext writing;

	@BeforeAll
	void start() {
		this.reading = application(Map.of("redis-patterns.semaphore.named.torn.permits", "9"));
		this.writing = application(Map.of("management.endpoint.redissemaphores.access", "unrestricted",
				"redis-patterns.semaphore.named.torn.permits", "5", "spring.web.error.include-message", "always"));
	}

	private ConfigurableApplicationContext application(Map<String, Object> more) {
		Map<String, Object> properties = new HashMap<>(this.servers.springProperties());
		properties.put("server.port", 0);
		properties.put("management.endpoints.web.exposure.include", "redissemaphores,health,metrics");
		properties.put("management.endpoint.health.show-details", "always");
		properties.put("redis-patterns.namespace", "test");
		properties.put("spring.data.redis.client-type", "jedis");
		properties.put("redis-patterns.semaphore.named.render.permits", 3);
		properties.put("redis-patterns.semaphore.pools.ports.items", "1,2");
		properties.putAll(more);
		return new SpringApplicationBuilder(App.class).web(WebApplicationType.SERVLET)
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
	void listsSemaphoresAndPools() throws Exception {
		try (Permit permit = semaphores(this.writing).acquire(PermitRequest.of("render").withWeight(2));
				LeasedItem item = pool(this.writing).lease()) {
			JsonNode report = get(this.reading, PATH);
			assertThat(report.at("/available").asBoolean()).isTrue();
			JsonNode render = report.at("/semaphores/0");
			assertThat(render.at("/name").asString()).isEqualTo("render");
			assertThat(render.at("/permits").asLong()).isEqualTo(3);
			assertThat(render.at("/inUse").asLong()).isEqualTo(2);
			assertThat(report.at("/pools/0/name").asString()).isEqualTo("ports");
			assertThat(report.at("/pools/0/leased/0/item").asString()).isEqualTo(item.item());
			assertThat(permit.isValid()).isTrue();
		}
	}

	@Test
	void looksAtOneSemaphoreOrPool() throws Exception {
		try (Permit permit = semaphores(this.writing).acquire(PermitRequest.of("render", "a b"));
				LeasedItem item = pool(this.writing).lease()) {
			JsonNode render = get(this.reading, PATH + "/render?key=a%20b");
			assertThat(render.at("/holders/0/weight").asInt()).isEqualTo(1);
			assertThat(render.at("/holders/0/instance").asString()).isNotBlank();
			assertThat(get(this.reading, PATH + "/pools/ports").at("/free").size()).isEqualTo(1);
			assertThat(item.isValid() && permit.isValid()).isTrue();
		}
		assertThat(send(this.reading, "GET", PATH + "/nobody", "").statusCode()).isEqualTo(404);
		assertThat(send(this.reading, "GET", PATH + "/pools/nobody", "").statusCode()).isEqualTo(404);
		assertThat(send(this.reading, "GET", PATH + "/render/ports", "").statusCode()).isEqualTo(404);
	}

	@Test
	void changesThePermitsOnlyWhereThatIsAllowed() throws Exception {
		String body = "{\"permits\":1,\"actor\":\"ada\"}";
		assertThat(send(this.reading, "POST", PATH + "/render", body).statusCode()).isEqualTo(405);
		HttpResponse<String> changed = send(this.writing, "POST", PATH + "/render", body);
		assertThat(changed.statusCode()).isEqualTo(200);
		assertThat(JsonMapper.shared().readTree(changed.body()).at("/resizedBy").asString()).isEqualTo("ada");
		try (Permit permit = semaphores(this.reading).acquire(PermitRequest.of("render"))) {
			assertThat(semaphores(this.reading).tryAcquire(PermitRequest.of("render")))
				.isInstanceOf(PermitDecision.Full.class);
			assertThat(permit.isValid()).isTrue();
		}
		assertThat(send(this.writing, "POST", PATH + "/nobody", body).statusCode()).isEqualTo(400);
		HttpResponse<String> wrong = send(this.writing, "POST", PATH + "/render", "{\"permits\":-1}");
		assertThat(wrong.statusCode()).isEqualTo(400);
		assertThat(wrong.body()).contains("'permits' is -1");
		semaphores(this.writing).resize(Resize.of("render", 3, "bob").withVersion(4));
		assertThat(send(this.writing, "POST", PATH + "/render", "{\"permits\":2,\"version\":3}").statusCode())
			.isEqualTo(400);
	}

	@Test
	void tellsOfInstancesThatAreConfiguredInAnotherWay() throws Exception {
		semaphores(this.writing).acquire(PermitRequest.of("torn")).close();
		semaphores(this.reading).acquire(PermitRequest.of("torn")).close();
		assertThat(get(this.reading, PATH).at("/conflicts/0/inForce").asLong()).isEqualTo(5);
		JsonNode health = get(this.reading, "/actuator/health");
		assertThat(health.at("/components/redisSemaphores/status").asString()).isEqualTo("UP");
		assertThat(health.at("/components/redisSemaphores/details/torn").asString())
			.isEqualTo("9 permits are configured here (version 0), but 5 are in force (version 0)");
	}

	@Test
	void countsWhatWasAskedAndShowsHowFullItIs() throws Exception {
		try (Permit permit = semaphores(this.reading).acquire(PermitRequest.of("render").withWeight(2))) {
			assertThat(metric("redis.patterns.semaphore.in.use?tag=name:render")).isEqualTo(2);
			assertThat(metric("redis.patterns.semaphore.max?tag=name:render")).isEqualTo(3);
			semaphores(this.reading).tryAcquire(PermitRequest.of("render").withWeight(2));
			assertThat(permit.isValid()).isTrue();
		}
		assertThat(metric("redis.patterns.semaphore.acquire?tag=name:render&tag=outcome:full")).isGreaterThan(0);
		assertThat(metric("redis.patterns.semaphore.hold?tag=name:render&tag=outcome:released")).isGreaterThan(0);
		Awaitility.await().until(() -> metric("redis.patterns.pool.size?tag=name:ports") >= 0);
	}

	@Test
	void answersWithoutRedis() throws Exception {
		try (Fault killed = this.servers.faults().killAll()) {
			JsonNode report = get(this.reading, PATH);
			assertThat(report.at("/available").asBoolean()).isFalse();
		}
		Awaitility.await().until(() -> get(this.reading, PATH).at("/available").asBoolean());
	}

	private double metric(String path) throws IOException, InterruptedException {
		return get(this.reading, "/actuator/metrics/" + path).at("/measurements/0/value").asDouble();
	}

	private JsonNode get(ConfigurableApplicationContext context, String path) throws IOException, InterruptedException {
		HttpResponse<String> response = send(context, "GET", path, "");
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return JsonMapper.shared().readTree(response.body());
	}

	private HttpResponse<String> send(ConfigurableApplicationContext context, String method, String path, String body)
			throws IOException, InterruptedException {
		String port = context.getEnvironment().getProperty("local.server.port");
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
			.header("Content-Type", "application/json")
			.method(method, HttpRequest.BodyPublishers.ofString(body))
			.build();
		return this.http.send(request, HttpResponse.BodyHandlers.ofString());
	}

	private static Semaphores semaphores(ConfigurableApplicationContext context) {
		return context.getBean(Semaphores.class);
	}

	private static ResourcePool pool(ConfigurableApplicationContext context) {
		return context.getBean(ResourcePools.class).pool("ports");
	}

	@EnableAutoConfiguration
	static class App {

	}

}
