package io.github.redispatterns.actuate;

import java.time.Duration;

import io.github.redispatterns.support.Fault;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

@RedisTest(dedicated = true)
@RedisKeys("kernel:probe")
class RedisPatternsHealthIT {

	RedisServers servers;

	@Test
	void isUpWithRedisAndDegradedWithoutIt() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(App.class)
			.web(WebApplicationType.NONE)
			.properties(this.servers.springProperties())
			.properties("redis-patterns.namespace=test", "spring.data.redis.client-type=jedis")
			.run()) {
			HealthIndicator health = context.getBean("redisPatternsHealthIndicator", HealthIndicator.class);

			Health up = health.health();
			Health degraded;
			try (Fault killed = this.servers.faults().kill(this.servers.node(0))) {
				degraded = health.health();
			}

			assertThat(up).extracting(Health::getStatus).isEqualTo(Status.UP);
			assertThat(up.getDetails()).containsEntry("redis", "available").containsKey("clockSkewMillis");
			assertThat(degraded).extracting(Health::getStatus).isEqualTo(RedisPatternsHealthIndicator.DEGRADED);
			Awaitility.await()
				.atMost(Duration.ofSeconds(10))
				.until(() -> health.health().getStatus().equals(Status.UP));
		}
	}

	@EnableAutoConfiguration
	static class App {

	}

}
