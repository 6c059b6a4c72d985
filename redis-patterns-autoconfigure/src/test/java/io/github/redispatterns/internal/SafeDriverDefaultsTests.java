package io.github.redispatterns.internal;

import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

class SafeDriverDefaultsTests {

	@Test
	void waitsAreFinite() {
		Environment environment = start(Map.of());

		assertThat(environment.getProperty("spring.data.redis.timeout")).isEqualTo("1s");
		assertThat(environment.getProperty("spring.data.redis.connect-timeout")).isEqualTo("1s");
		assertThat(environment.getProperty("spring.data.redis.jedis.pool.max-wait")).isEqualTo("1s");
	}

	@Test
	void whatTheApplicationSaysWins() {
		Environment environment = start(Map.of(), "--spring.data.redis.timeout=5s",
				"--spring.data.redis.connectTimeout=6s");

		assertThat(environment.getProperty("spring.data.redis.timeout")).isEqualTo("5s");
		assertThat(environment.getProperty("spring.data.redis.connect-timeout")).isEqualTo("6s");
	}

	@Test
	void evenItsOwnDefaultsWin() {
		Environment environment = start(Map.of("spring.data.redis.timeout", "7s"));

		assertThat(environment.getProperty("spring.data.redis.timeout")).isEqualTo("7s");
		assertThat(environment.getProperty("spring.data.redis.connect-timeout")).isEqualTo("1s");
	}

	@Test
	void nothingIsAddedWhenPatternsAreDisabled() {
		assertThat(start(Map.of(), "--redis-patterns.enabled=false").getProperty("spring.data.redis.timeout")).isNull();
	}

	private static Environment start(Map<String, Object> defaults, String... arguments) {
		SpringApplication application = new SpringApplication(Empty.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setLogStartupInfo(false);
		application.setDefaultProperties(defaults);
		try (ConfigurableApplicationContext context = application.run(arguments)) {
			return context.getEnvironment();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

	}

}
