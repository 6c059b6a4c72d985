package io.github.redispatterns.cache;

import java.time.Duration;

/**
 * A value was not loaded in time, and there was no stale one to give.
 * <p>
 * The load itself goes on; what it gives is stored.
 */
public class CacheLoadTimeoutException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	CacheLoadTimeoutException(String message) {
		super(message);
	}

	static CacheLoadTimeoutException of(String cache, Duration timeout) {
		return new CacheLoadTimeoutException(
				"A value of the cache '%s' was not loaded within its load.timeout of %s".formatted(cache, timeout));
	}

	static CacheLoadTimeoutException ofOthers(String cache, Duration wait) {
		return new CacheLoadTimeoutException(
				"Another caller did not load a value of the cache '%s' within the load.wait-time of %s".formatted(cache,
						wait));
	}

}
