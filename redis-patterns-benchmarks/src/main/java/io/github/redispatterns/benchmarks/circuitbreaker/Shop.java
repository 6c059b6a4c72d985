package io.github.redispatterns.benchmarks.circuitbreaker;

import java.util.Map;

import io.github.redispatterns.benchmarks.harness.Server;
import io.github.redispatterns.circuitbreaker.CircuitBreaker;
import io.github.redispatterns.circuitbreaker.CircuitBreakers;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * An application that has the starter, and its server.
 */
final class Shop implements AutoCloseable {

	private final Server server;

	private final ConfigurableApplicationContext context;

	private final CircuitBreaker closed;

	private final CircuitBreaker open;

	private Shop(Server server) {
		this.server = server;
		SpringApplication application = new SpringApplication(Configured.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setBannerMode(Banner.Mode.OFF);
		application.setRegisterShutdownHook(false);
		application.setDefaultProperties(Map.of("spring.data.redis.url", server.url(), "spring.data.redis.client-type",
				"jedis", "redis-patterns.namespace", "shop"));
		this.context = application.run();
		this.closed = breaker("closed");
		this.open = breaker("open");
	}

	static Shop open() {
		return new Shop(Server.start());
	}

	CircuitBreaker breaker(String name) {
		return this.context.getBean(CircuitBreakers.class).get(name);
	}

	CircuitBreaker closed() {
		return this.closed;
	}

	CircuitBreaker refusing() {
		return this.open;
	}

	@Override
	public void close() {
		this.context.close();
		this.server.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Configured {

	}

}
