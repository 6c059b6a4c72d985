package io.github.redispatterns.internal;

import java.util.HashMap;
import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Finite time-outs and waits for {@code spring.data.redis}, as the properties of lowest
 * precedence: whatever the application says wins, and {@code /actuator/env} shows them.
 */
final class SafeDriverDefaults implements EnvironmentPostProcessor {

	// nothing below spring.data.redis.cluster or .sentinel: its mere presence selects
	// that mode
	static final Map<String, Object> DEFAULTS = Map.of("spring.data.redis.timeout", "1s",
			"spring.data.redis.connect-timeout", "1s", "spring.data.redis.jedis.pool.max-wait", "1s");

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (environment.getProperty("redis-patterns.enabled", Boolean.class, true)) {
			// "defaultProperties" move to the end later, so they are asked now
			Map<String, Object> missing = new HashMap<>(DEFAULTS);
			missing.keySet().removeIf(environment::containsProperty);
			environment.getPropertySources().addLast(new MapPropertySource("redisPatternsDefaults", missing));
		}
	}

}
