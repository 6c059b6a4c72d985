package io.github.redispatterns.cache;

/**
 * Too many values are being loaded, and there was no stale one to give.
 */
public class CacheLoadRejectedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	CacheLoadRejectedException(String cache, int loads, int queue) {
		super(("The cache '%s' loads %d values already and %d callers wait, as many as load.max-concurrent and "
				+ "load.max-queue allow")
			.formatted(cache, loads, queue));
	}

}
