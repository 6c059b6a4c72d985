package io.github.redispatterns.smoke;

import java.util.List;
import java.util.regex.Pattern;

import io.github.redispatterns.support.JvmProcess;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A new application with nothing but what the starter brings, in a JVM of its own.
 */
@RedisTest
@RedisKeys(namespace = "redis-patterns", value = { "ratelimit:tat", "ratelimit:table" })
class StarterSmokeIT {

	/** On this class path, but not brought by the starter. */
	private static final String OTHERS = "lettuce|netty|reactor|reactive-streams|tomcat|servlet|spring-web|webmvc|"
			+ "actuator|boot-health|spring-jdbc|boot-jdbc|h2-|Hikari|junit|mockito|assertj|awaitility|testcontainers|"
			+ "docker|embedded-redis|archunit|bucket4j|spring-test|boot-test|webtest|guava";

	@Test
	void worksWithJedis(RedisServers servers) {
		assertThat(said(run(OTHERS, servers.port()))).containsExactly("JedisConnectionFactory", "hello world",
				"hello world", "Rate limit 'greeting' admits 2 calls in PT1H");
	}

	@Test
	void worksWithLettuce(RedisServers servers) {
		String withoutLettuce = OTHERS.replace("lettuce|netty|reactor|reactive-streams|", "");

		assertThat(said(run(withoutLettuce, servers.port()))).containsExactly("LettuceConnectionFactory", "hello world",
				"hello world", "Rate limit 'greeting' admits 2 calls in PT1H");
	}

	@Test
	void startsWithRedisDown() {
		assertThat(said(run(OTHERS, 1))).containsExactly("JedisConnectionFactory", "hello world", "hello world",
				"hello world");
	}

	private static JvmProcess run(String without, int port) {
		Pattern others = Pattern.compile(without);
		return JvmProcess.start((entry) -> !others.matcher(entry.substring(entry.lastIndexOf('/') + 1)).find(),
				SmokeApplication.class, "--spring.data.redis.port=" + port);
	}

	private static List<String> said(JvmProcess process) {
		try (process) {
			assertThat(process.awaitExit()).as("%s", process.lines()).isZero();
			return process.lines()
				.stream()
				.filter((line) -> line.startsWith("smoke: "))
				.map((line) -> line.substring("smoke: ".length()).replaceAll(";.*", ""))
				.toList();
		}
	}

}
