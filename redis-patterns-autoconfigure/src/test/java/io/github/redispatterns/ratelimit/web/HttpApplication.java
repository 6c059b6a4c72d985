package io.github.redispatterns.ratelimit.web;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import io.github.redispatterns.ratelimit.By;
import io.github.redispatterns.ratelimit.RateLimited;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.WebInstance;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application with HTTP limits on a Tomcat of its own, and a client of it.
 */
final class HttpApplication implements AutoCloseable {

	private final WebInstance instance;

	private HttpApplication(WebInstance instance) {
		this.instance = instance;
	}

	static HttpApplication start(RedisServers servers, String... properties) {
		return new HttpApplication(WebInstance.start(Application.class, servers, List.of(properties)));
	}

	Answer get(String path, String... headers) {
		return new Answer(this.instance.send("GET", path, headers));
	}

	@Override
	public void close() {
		this.instance.close();
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
