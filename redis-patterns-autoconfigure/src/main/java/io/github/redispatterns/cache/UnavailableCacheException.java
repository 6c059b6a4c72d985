package io.github.redispatterns.cache;

import io.github.redispatterns.RedisUnavailableException;

/**
 * A cache that is configured to fail could not ask Redis.
 */
final class UnavailableCacheException extends RedisUnavailableException {

	private static final long serialVersionUID = 1L;

	UnavailableCacheException(String cache, RedisUnavailableException cause) {
		super("The cache '" + cache + "' needs Redis: " + cause.getMessage(), cause);
	}

}
