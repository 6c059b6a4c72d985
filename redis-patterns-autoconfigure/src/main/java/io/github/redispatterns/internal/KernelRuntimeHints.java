package io.github.redispatterns.internal;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.builders.SentinelClientBuilder;

import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.util.ReflectionUtils;

/**
 * What a native image must keep: the scripts, and the one protected method of Jedis that
 * is called by reflection.
 */
final class KernelRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources().registerPattern("io/github/redispatterns/*/*.lua");
		hints.resources().registerPattern("io/github/redispatterns/*/*/*.lua");
		var method = ReflectionUtils.findMethod(SentinelClientBuilder.class, "createDefaultConnectionProvider");
		if (method != null) {
			hints.reflection().registerMethod(method, ExecutableMode.INVOKE);
		}
	}

}
