package io.github.redispatterns.cache;

import java.io.IOException;

import org.springframework.cache.annotation.Cacheable;

/**
 * Each method says itself how it is cached. What this class and
 * {@link ClassCachedService} both have differs in nothing but where the annotation
 * stands.
 */
public class MethodCachedService extends SelfCachedService {

	@Override
	@Cacheable("test")
	public Object plain(Object key) {
		return execute();
	}

	@Override
	@Cacheable("test")
	public Object nothing(Object key) {
		execute();
		return null;
	}

	@Override
	@Cacheable("test")
	public Object many(Object... arguments) {
		return execute();
	}

	@Override
	@Cacheable("test")
	public Object checked(String message) throws IOException {
		execute();
		throw new IOException(message);
	}

	@Override
	@Cacheable("test")
	public Object unchecked(String message) {
		execute();
		throw new UnsupportedOperationException(message);
	}

}
