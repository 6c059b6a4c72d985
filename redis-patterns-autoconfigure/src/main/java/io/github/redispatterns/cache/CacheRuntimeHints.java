package io.github.redispatterns.cache;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.util.ReflectionUtils;

/**
 * What a native image must keep: the parameters of keys, which have no getter.
 */
final class CacheRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		var parameters = ReflectionUtils.findField(SimpleKey.class, "params");
		if (parameters != null) {
			hints.reflection().registerField(parameters);
		}
	}

}
