package io.github.redispatterns.ratelimit.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.Callable;

import io.github.redispatterns.ratelimit.By;
import io.github.redispatterns.ratelimit.RateLimited;
import io.github.redispatterns.support.RedisServers;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application with HTTP limits on a Tomcat of its own, and a client of it.
 */
final class HttpApplication implements AutoCloseable {

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private final ConfigurableApplicationContext context;

	private HttpApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static HttpApplication start(RedisServers servers, String... properties) {
		return new HttpApplication(
				new SpringApplicationBuilder(Application.class).properties(servers.springProperties())
					.properties("spring.data.redis.client-type=jedis", "redis-patterns.namespace=test", "server.port=0",
							"spring.main.banner-mode=off", "spring.main.register-shutdown-hook=false")
					.properties(properties)
					.run());
	}

	Answer get(String path, String... headers) {
		String port = this.context.getEnvironment().getRequiredProperty("local.server.port");
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
		if (headers.length > 0) {
			request.headers(headers);
		}
		try {
			return new Answer(CLIENT.send(request.build(), BodyHandlers.ofString()));
		}
		catch (IOException ex) {
			throw new IllegalStateException(path, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(path, ex);
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * What the application answered.
	 *
	 * @param response the response
	 */
	record Answer(HttpResponse<String> response) {

		int status() {
			return this.response.statusCode();
		}

		String body() {
			return this.response.body();
		}

		String header(String name) {
			return this.response.headers().firstValue(name).orElse("");
		}

		long retryAfter() {
			return Long.parseLong(header("Retry-After"));
		}

		Map<String, Long> limit(String policy) {
			return FieldList.parse(header("RateLimit")).getOrDefault(policy, Map.of());
		}

	}

	@EnableAutoConfiguration
	@Import({ Controller.class, Service.class })
	static class Application {

	}

	@RestController
	static class Controller {

		private final Service service;

		Controller(Service service) {
			this.service = service;
		}

		@GetMapping({ "/api/ping", "/open", "/closed", "/free" })
		String ping() {
			return "pong";
		}

		@GetMapping("/api/broken")
		String broken() {
			throw new IllegalStateException("broken on purpose");
		}

		@GetMapping("/api/later")
		Callable<String> later() {
			return () -> "pong";
		}

		@GetMapping("/report")
		String report() {
			return this.service.report();
		}

	}

	static class Service {

		@RateLimited(value = "report", limit = 1, period = "10m", by = By.API_KEY)
		String report() {
			return "report";
		}

	}

}
