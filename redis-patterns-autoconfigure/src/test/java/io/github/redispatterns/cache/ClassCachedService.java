package io.github.redispatterns.cache;

import java.io.IOException;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;

/**
 * The class says how methods are cached that do not say so themselves. Spring asks only
 * the class that declares a method, so one method of each annotation is declared here
 * again: what a method says of itself outweighs what the class says.
 */
@Cacheable("test")
public class ClassCachedService extends SelfCachedService {

	@Override
	public Object plain(Object key) {
		return execute();
	}

	@Override
	public Object nothing(Object key) {
		execute();
		return null;
	}

	@Override
	public Object many(Object... arguments) {
		return execute();
	}

	@Override
	public Object checked(String message) throws IOException {
		execute();
		throw new IOException(message);
	}

	@Override
	public Object unchecked(String message) {
		execute();
		throw new UnsupportedOperationException(message);
	}

	@Override
	@Cacheable(cacheNames = "test", condition = "false")
	public long executions() {
		return super.executions();
	}

	@Override
	@Cacheable(cacheNames = "test", sync = true)
	public Object sync(Object key) {
		return super.sync(key);
	}

	@Override
	@CacheEvict(cacheNames = "test", key = "#p0")
	public void evict(Object key, Object ignored) {
	}

	@Override
	@CachePut("test")
	public Object put(Object key) {
		return super.put(key);
	}

	@Override
	@Caching(evict = { @CacheEvict("first"), @CacheEvict(cacheNames = "second", key = "#a0"),
			@CacheEvict(cacheNames = "first", key = "#p0 + 'A'") })
	public Object evictBoth(Object key) {
		return super.evictBoth(key);
	}

}
