package io.github.redispatterns.support;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@RedisTest
@RedisKeys("counter:total")
class InstancesIT {

	@Test
	void shareTheServersAndNothingElse(RedisServers servers) {
		Map<String, Object> properties = new HashMap<>(servers.springProperties());
		properties.put("spring.data.redis.client-type", "jedis");
		Leaks before = Leaks.before(servers);

		try (Instances instances = Instances.start(3, Application.class, properties)) {
			List<StringRedisTemplate> templates = instances.beans(StringRedisTemplate.class);
			List<Long> totals = Rivals.race(9,
					(number) -> templates.get(number % 3).opsForValue().increment("test:counter:{visits}:total"));
			servers.client().expire("test:counter:{visits}:total", 60);

			assertThat(totals).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
			assertThat(templates).doesNotHaveDuplicates().hasSize(instances.size());
			assertThat(before.now()).as("connections of the pools").hasSizeGreaterThanOrEqualTo(3);
		}

		await().atMost(Deadline.GENEROUS).untilAsserted(() -> assertThat(before.now()).isEmpty());
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(DataRedisAutoConfiguration.class)
	static class Application {

	}

}
