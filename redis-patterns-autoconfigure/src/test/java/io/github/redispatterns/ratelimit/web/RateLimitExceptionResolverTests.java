package io.github.redispatterns.ratelimit.web;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.redispatterns.ratelimit.Decision;
import io.github.redispatterns.ratelimit.RateLimitExceededException;
import io.github.redispatterns.ratelimit.RateLimits;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.ResponseEntity;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import static org.assertj.core.api.Assertions.assertThat;

class RateLimitExceptionResolverTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RateLimitWebAutoConfiguration.class,
				DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class,
				ErrorMvcAutoConfiguration.class, HttpEncodingAutoConfiguration.class))
		.withBean(RateLimits.class, InMemoryRateLimits::new)
		.withUserConfiguration(Application.class);

	@Test
	void answersAControllerThatRanIntoALimitAsTheFilterDoes() {
		run((mvc) -> assertIsRefusal(mvc.get().uri("/limited").exchange()));
	}

	@Test
	void answersAFutureThatRanIntoALimit() {
		run((mvc) -> assertIsRefusal(mvc.get().uri("/later").exchange()));
	}

	@Test
	void answersWithServiceUnavailableWhenRedisCouldNotBeAsked() {
		run((mvc) -> {
			MvcTestResult result = mvc.get().uri("/closed").exchange();
			assertThat(result).hasStatus(503).hasHeader("Retry-After", "1");
			assertThat(result).bodyJson().extractingPath("$.type").asString().endsWith("#temporary-reduced-capacity");
		});
	}

	@Test
	void leavesOtherExceptionsToTheApplication() {
		run((mvc) -> assertThat(mvc.get().uri("/broken").exchange()).hasStatus(418));
	}

	private static void assertIsRefusal(MvcTestResult result) {
		assertThat(result).hasStatus(429)
			.hasContentType("application/problem+json")
			.hasHeader("Retry-After", "2")
			.hasHeader("RateLimit", "\"login\";r=0;t=2")
			.hasHeader("RateLimit-Policy", "\"login\";q=5;w=10");
		assertThat(result).bodyJson().extractingPath("$.violated-policies").asArray().containsExactly("login");
	}

	private void run(ThrowingConsumer<MockMvcTester> test) {
		this.runner.run((context) -> test.accept(MockMvcTester
			.from((org.springframework.web.context.WebApplicationContext) context.getSourceApplicationContext())));
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Controller.class, CatchAll.class })
	public static class Application {

	}

	@RestController
	public static class Controller {

		@GetMapping("/limited")
		String limited() {
			throw refused();
		}

		@GetMapping("/later")
		CompletableFuture<String> later() {
			return CompletableFuture.failedFuture(refused());
		}

		@GetMapping("/closed")
		String closed() {
			throw new RateLimitExceededException(
					new Decision.Refused("login", List.of(), Decision.Source.UNAVAILABLE, Duration.ZERO));
		}

		@GetMapping("/broken")
		String broken() {
			throw new IllegalStateException("broken");
		}

		private static RateLimitExceededException refused() {
			return new RateLimitExceededException(new Decision.Refused("login",
					List.of(RateLimitHeadersTests.refusing("login", "10s", 5, 10, 0, 1500)), Decision.Source.REDIS,
					Duration.ofMillis(1500)));
		}

	}

	@RestControllerAdvice
	public static class CatchAll {

		@ExceptionHandler
		ResponseEntity<String> handle(Exception exception) {
			return ResponseEntity.status(418).body(exception.getMessage());
		}

	}

}
