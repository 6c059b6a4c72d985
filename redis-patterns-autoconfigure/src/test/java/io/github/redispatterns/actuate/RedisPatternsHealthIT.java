package io.github.redispatterns.actuate;

import java.time.Duration;
import java.util.Map;

import io.github.redispatterns.lock.HeldLock;
import io.github.redispatterns.lock.LockLostException;
import io.github.redispatterns.lock.LockRequest;
import io.github.redispatterns.lock.Locks;
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
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@RedisTest(dedicated = true)
@RedisKeys({ "kernel:probe", "lock:owner", "lock:fence" })
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
			Awaitility.await().until(() -> health.health().getStatus().equals(Status.UP));
		}
	}

	@Test
	void showsWhatIsHeldWaitedForAndLost() throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(App.class)
			.web(WebApplicationType.NONE)
			.properties(this.servers.springProperties())
			.properties("redis-patterns.namespace=test", "spring.data.redis.client-type=jedis")
			.run()) {
			HealthIndicator health = context.getBean("redisPatternsHealthIndicator", HealthIndicator.class);
			Locks locks = context.getBean(Locks.class);
			assertThat(locksOf(health)).isEqualTo(Map.of("held", 0, "waiting", 0, "lostSinceStart", 0L));

			HeldLock lost = locks.lock(LockRequest.of("lost").withFixedLease(Duration.ofMillis(600)));
			try (HeldLock held = locks.lock(LockRequest.of("held"))) {
				Awaitility.await()
					.until(() -> locksOf(health).equals(Map.of("held", 1, "waiting", 0, "lostSinceStart", 1L)));
				assertThat(held.isValid()).isTrue();
			}
			assertThatExceptionOfType(LockLostException.class).isThrownBy(lost::close);
			assertThat(health.health()).extracting(Health::getStatus).isEqualTo(Status.UP);
		}
	}

	private static Object locksOf(HealthIndicator health) {
		return health.health().getDetails().get("locks");
	}

	@EnableAutoConfiguration
	static class App {

	}

}
