package io.github.redispatterns.bloom;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.RunningInstances.Starter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operator sees and does over HTTP.
 */
@RedisTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "bloom:meta", "bloom:bits" })
class BloomFiltersEndpointIT {

	private static final String PATH = "/actuator/redisbloom";

	private final HttpClient http = HttpClient.newHttpClient();

	private RedisServers servers;

	private ConfigurableApplicationContext application;

	@BeforeAll
	void start() {
		Map<String, Object> properties = new HashMap<>(this.servers.springProperties());
		properties.put("server.port", 0);
		properties.put("management.endpoints.web.exposure.include", "redisbloom,metrics");
		properties.put("redis-patterns.namespace", "test");
		properties.put("spring.data.redis.client-type", "jedis");
		properties.put("redis-patterns.bloom.filters.coupons.capacity", 100);
		properties.put("redis-patterns.bloom.filters.products.ready-after", "rebuild");
		properties.put("management.endpoint.redisbloom.access", "unrestricted");
		this.application = new SpringApplicationBuilder(Starter.class).web(WebApplicationType.SERVLET)
			.run(properties.entrySet()
				.stream()
				.map((property) -> "--" + property.getKey() + "=" + property.getValue())
				.toArray(String[]::new));
	}

	@AfterAll
	void stop() {
		this.application.close();
	}

	@Test
	void showsHowFullFiltersAre() throws Exception {
		coupons().addAll(List.of("a", "b", "c"));

		JsonNode report = get(PATH);
		assertThat(report.at("/available").asBoolean()).isTrue();
		assertThat(report.at("/filters/0/name").asString()).isEqualTo("coupons");
		assertThat(report.at("/filters/0/items").asLong()).isEqualTo(3);
		assertThat(report.at("/filters/0/fill").asDouble()).isEqualTo(0.03);
		assertThat(report.at("/filters/1/state").asString()).isEqualTo("NOT_BUILT");
		JsonNode coupons = get(PATH + "/coupons");
		assertThat(coupons.at("/spec/capacity").asLong()).isEqualTo(100);
		assertThat(coupons.at("/info/generations/0/role").asString()).isEqualTo("PRESENT");
		assertThat(send("GET", PATH + "/nobody").statusCode()).isEqualTo(404);
	}

	@Test
	void clearsAndDeletesAFilterWhereThatIsAllowed() throws Exception {
		coupons().add("a");

		assertThat(send("POST", PATH + "/coupons").statusCode()).isEqualTo(200);
		assertThat(coupons().check("a")).isEqualTo(Presence.ABSENT);
		assertThat(send("DELETE", PATH + "/coupons").statusCode()).isEqualTo(204);
		assertThat(coupons().check("a")).isEqualTo(Presence.UNKNOWN);
		assertThat(send("POST", PATH + "/nobody").statusCode()).isEqualTo(400);
		assertThat(send("DELETE", PATH + "/nobody").statusCode()).isEqualTo(400);
	}

	@Test
	void countsWhatWasAskedAndShowsTheLastFill() throws Exception {
		coupons().clear();
		coupons().addAll(List.of("x", "y"));
		coupons().check(List.of("x", "y", "z"));

		assertThat(metric("redis.patterns.bloom.checks?tag=filter:coupons&tag=outcome:maybe")).isEqualTo(2);
		assertThat(metric("redis.patterns.bloom.adds?tag=filter:coupons&tag=outcome:added")).isPositive();
		assertThat(metric("redis.patterns.bloom.fill?tag=filter:coupons")).isEqualTo(0.02);
	}

	private double metric(String path) throws IOException, InterruptedException {
		return get("/actuator/metrics/" + path).at("/measurements/0/value").asDouble();
	}

	private JsonNode get(String path) throws IOException, InterruptedException {
		HttpResponse<String> response = send("GET", path);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return JsonMapper.shared().readTree(response.body());
	}

	private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
		String port = this.application.getEnvironment().getProperty("local.server.port");
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
			.header("Content-Type", "application/json")
			.method(method, HttpRequest.BodyPublishers.ofString(method.equals("POST") ? "{}" : ""))
			.build();
		return this.http.send(request, HttpResponse.BodyHandlers.ofString());
	}

	private BloomFilter coupons() {
		return this.application.getBean(BloomFilters.class).filter("coupons");
	}

}
