package io.github.redispatterns.cache;

/**
 * Says that a cache stores no null.
 */
final class NullNotAllowed {

	private NullNotAllowed() {
	}

	static IllegalArgumentException in(String cache) {
		return new IllegalArgumentException(
				("Cache '%s' is configured to not allow null values but null was provided: avoid it with "
						+ "'@Cacheable(unless=\"#result == null\")' or set 'redis-patterns.cache.caches.%s.allow-null'")
					.formatted(cache, cache));
	}

}
