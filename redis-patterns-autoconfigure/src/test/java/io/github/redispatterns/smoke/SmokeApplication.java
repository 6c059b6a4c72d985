package io.github.redispatterns.smoke;

import io.github.redispatterns.ratelimit.RateLimitExceededException;
import io.github.redispatterns.ratelimit.RateLimited;

import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.stereotype.Component;

/**
 * Greets three times, or tries to.
 */
@SpringBootApplication
public class SmokeApplication {

	@Bean
	CommandLineRunner greetings(Greeter greeter, RedisConnectionFactory driver) {
		return (arguments) -> {
			System.out.println("smoke: " + driver.getClass().getSimpleName());
			for (int i = 0; i < 3; i++) {
				try {
					System.out.println("smoke: " + greeter.greet("world"));
				}
				catch (RateLimitExceededException ex) {
					System.out.println("smoke: " + ex.getMessage());
				}
			}
		};
	}

	public static void main(String[] arguments) {
		System.setProperty("spring.config.name", "smoke");
		SpringApplication.exit(SpringApplication.run(SmokeApplication.class, arguments));
	}

	/** Has a limit. */
	@Component
	static class Greeter {

		@RateLimited("greeting")
		String greet(String name) {
			return "hello " + name;
		}

	}

}
