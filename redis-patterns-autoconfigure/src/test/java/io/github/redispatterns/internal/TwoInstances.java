package io.github.redispatterns.internal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.redispatterns.support.Instances;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/**
 * Two instances of one application that tell each other something.
 */
abstract class TwoInstances implements AutoCloseable {

	private final Instances instances;

	TwoInstances(Map<String, Object> servers, String driver, Map<String, Object> own) {
		Map<String, Object> properties = new HashMap<>(servers);
		properties.put("redis-patterns.namespace", "test");
		properties.put("spring.data.redis.client-type", driver);
		properties.put("spring.data.redis.lettuce.shutdown-timeout", "0");
		properties.putAll(own);
		this.instances = Instances.start(2, App.class, properties);
	}

	final <T> T bean(int instance, Class<T> type) {
		return this.instances.get(instance).getBean(type);
	}

	final <T> List<T> beans(Class<T> type) {
		return this.instances.beans(type);
	}

	static void await(ThrowingRunnable assertion) {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(20))
			.atMost(Duration.ofSeconds(20))
			.ignoreExceptions()
			.untilAsserted(assertion);
	}

	static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public void close() {
		this.instances.close();
	}

	@EnableAutoConfiguration
	static class App {

	}

}
