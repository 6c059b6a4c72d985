package io.github.redispatterns.cache.write;

/**
 * Too many changes wait for the source behind a cache. Nothing was changed.
 */
public final class CacheWriteRejectedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	CacheWriteRejectedException(WriteSettings settings) {
		super(("The cache '%s' takes no more writes: %s keys wait for its source, which is "
				+ "'redis-patterns.cache.caches.%s.write.max-backlog'")
			.formatted(settings.cache(), settings.maxBacklog(), settings.cache()));
	}

}
