package io.github.redispatterns.semaphore;

import java.net.http.HttpResponse;
import java.util.List;

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
import tools.jackson.databind.JsonNode;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

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

	private RedisServers servers;

	private WebInstance reading;

	private WebInstance writing;

	@BeforeAll
	void start() {
		List<String> properties = List.of("management.endpoints.web.exposure.include=redissemaphores,health,metrics",
				"management.endpoint.health.show-details=always", "spring.web.error.include-message=always",
				"redis-patterns.semaphore.named.render.permits=3", "redis-patterns.semaphore.pools.ports.items=1,2");
		this.reading = WebInstance.start(App.class, this.servers, properties,
				"redis-patterns.semaphore.named.torn.permits=9");
		this.writing = WebInstance.start(App.class, this.servers, properties,
				"management.endpoint.redissemaphores.access=unrestricted",
				"redis-patterns.semaphore.named.torn.permits=5");
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
			JsonNode report = this.reading.get(PATH);
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
			JsonNode render = this.reading.get(PATH + "/render?key=a%20b");
			assertThat(render.at("/holders/0/weight").asInt()).isEqualTo(1);
			assertThat(render.at("/holders/0/instance").asString()).isNotBlank();
			assertThat(this.reading.get(PATH + "/pools/ports").at("/free").size()).isEqualTo(1);
			assertThat(item.isValid() && permit.isValid()).isTrue();
		}
		assertThat(this.reading.send("GET", PATH + "/nobody").statusCode()).isEqualTo(404);
		assertThat(this.reading.send("GET", PATH + "/pools/nobody").statusCode()).isEqualTo(404);
		assertThat(this.reading.send("GET", PATH + "/render/ports").statusCode()).isEqualTo(404);
	}

	@Test
	void changesThePermitsOnlyWhereThatIsAllowed() throws Exception {
		String body = "{\"permits\":1,\"actor\":\"ada\"}";
		assertThat(this.reading.post(PATH + "/render", body).statusCode()).isEqualTo(405);
		HttpResponse<String> changed = this.writing.post(PATH + "/render", body);
		assertThat(WebInstance.json(changed).at("/resizedBy").asString()).isEqualTo("ada");
		try (Permit permit = semaphores(this.reading).acquire(PermitRequest.of("render"))) {
			assertThat(semaphores(this.reading).tryAcquire(PermitRequest.of("render")))
				.isInstanceOf(PermitDecision.Full.class);
			assertThat(permit.isValid()).isTrue();
		}
		assertThat(this.writing.post(PATH + "/nobody", body).statusCode()).isEqualTo(400);
		HttpResponse<String> wrong = this.writing.post(PATH + "/render", "{\"permits\":-1}");
		assertThat(wrong.statusCode()).isEqualTo(400);
		assertThat(wrong.body()).contains("'permits' is -1");
		semaphores(this.writing).resize(Resize.of("render", 3, "bob").withVersion(4));
		assertThat(this.writing.post(PATH + "/render", "{\"permits\":2,\"version\":3}").statusCode()).isEqualTo(400);
	}

	@Test
	void tellsOfInstancesThatAreConfiguredInAnotherWay() throws Exception {
		semaphores(this.writing).acquire(PermitRequest.of("torn")).close();
		semaphores(this.reading).acquire(PermitRequest.of("torn")).close();
		assertThat(this.reading.get(PATH).at("/conflicts/0/inForce").asLong()).isEqualTo(5);
		JsonNode health = this.reading.get("/actuator/health");
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
			JsonNode report = this.reading.get(PATH);
			assertThat(report.at("/available").asBoolean()).isFalse();
		}
		Awaitility.await().until(() -> this.reading.get(PATH).at("/available").asBoolean());
	}

	private double metric(String path) {
		return this.reading.get("/actuator/metrics/" + path).at("/measurements/0/value").asDouble();
	}

	private static Semaphores semaphores(WebInstance instance) {
		return instance.bean(Semaphores.class);
	}

	private static ResourcePool pool(WebInstance instance) {
		return instance.bean(ResourcePools.class).pool("ports");
	}

	@EnableAutoConfiguration
	static class App {

	}

}
