package io.github.redispatterns.lock;

import java.util.Map;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Acknowledgement by replicas where there can be none.
 */
@RedisTest(dedicated = true)
@RedisKeys({ "lock:owner", "lock:fence" })
class UnreplicatedLocksIT {

	private static final LockRequest REQUEST = LockRequest.of("order").withDurability(Durability.REPLICAS);

	private RedisServers servers;

	@Test
	void aServerWithoutReplicasIsNamed() {
		try (Instances instances = start(Map.of())) {
			Locks locks = instances.beans(Locks.class).get(0);
			assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(() -> locks.lock(REQUEST))
				.withMessageContaining("0 of 1 replicas");
			assertThat(locks.inspect("order")).isEmpty();
		}
	}

	@Test
	void aServerThatDoesNotAllowItIsNamed() {
		try (Jedis jedis = this.servers.connect(0)) {
			jedis.aclSetUser("nowait", "on", ">secret", "~*", "&*", "+@all", "-wait");
		}
		try (Instances instances = start(
				Map.of("spring.data.redis.username", "nowait", "spring.data.redis.password", "secret"))) {
			Locks locks = instances.beans(Locks.class).get(0);
			assertThatExceptionOfType(PatternConfigurationException.class).isThrownBy(() -> locks.lock(REQUEST))
				.withMessageContaining("'redis-patterns.lock.replicas'")
				.withMessageContaining("does not know or allow");
			assertThat(locks.inspect("order")).isEmpty();
		}
	}

	@Test
	void aDriverThatCannotIsNamed() {
		try (Instances instances = start(Map.of("spring.data.redis.client-type", "lettuce",
				"spring.data.redis.lettuce.shutdown-timeout", "0"))) {
			assertThatExceptionOfType(PatternConfigurationException.class)
				.isThrownBy(() -> instances.beans(Locks.class).get(0).lock(REQUEST))
				.withMessageContaining("spring.data.redis.client-type");
		}
	}

	private Instances start(Map<String, ?> more) {
		Map<String, Object> properties = this.servers.applicationProperties("jedis");
		properties.putAll(more);
		return Instances.start(1, App.class, properties);
	}

	@EnableAutoConfiguration
	static class App {

	}

}
