package io.github.redispatterns.cache;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;

/**
 * Those methods that say themselves how they are cached, wherever the others say it.
 */
public abstract class SelfCachedService implements CachedService {

	private final AtomicLong counter = new AtomicLong();

	long execute() {
		return this.counter.incrementAndGet();
	}

	@Override
	public long executions() {
		return this.counter.get();
	}

	@Override
	@Cacheable(cacheNames = "test", sync = true)
	public Object sync(Object key) {
		return execute();
	}

	@Override
	@Cacheable(cacheNames = "test", sync = true)
	public Object nothingSync(Object key) {
		execute();
		return null;
	}

	@Override
	@Cacheable(cacheNames = "test", condition = "#p0 == 3")
	public Object onlyIfThree(int number) {
		return execute();
	}

	@Override
	@Cacheable(cacheNames = "test", condition = "#p0 == 3", sync = true)
	public Object onlyIfThreeSync(int number) {
		return execute();
	}

	@Override
	@Cacheable(cacheNames = "test", unless = "#result > 10")
	public Object unlessLarge(int number) {
		execute();
		return number;
	}

	@Override
	@Cacheable(cacheNames = "test", key = "#p0")
	public Object firstIsKey(Object first, Object second) {
		return execute();
	}

	@Override
	@Cacheable(cacheNames = "test", key = "#root.methodName + #root.caches[0].name")
	public Object byName(Object argument) {
		return execute();
	}

	@Override
	@Cacheable(cacheNames = "test",
			key = "#root.method.name + #root.targetClass.simpleName + #root.target + #root.args[0]")
	public Object byRoot(Object argument) {
		return execute();
	}

	@Override
	@Cacheable(cacheNames = "test", keyGenerator = "ownKeyGenerator")
	public Object ownKeys(Object argument) {
		return execute();
	}

	@Override
	@Cacheable(cacheNames = "test", keyGenerator = "unknown")
	public Object unknownKeys(Object argument) {
		return execute();
	}

	@Override
	@Cacheable(cacheNames = "test", cacheManager = "ownCacheManager")
	public Object ownManager(Object argument) {
		return execute();
	}

	@Override
	@Cacheable(cacheNames = "test", cacheManager = "unknown")
	public Object unknownManager(Object argument) {
		return execute();
	}

	@Override
	@Cacheable(cacheNames = "test", sync = true)
	public Object checkedSync(String message) throws IOException {
		execute();
		throw new IOException(message);
	}

	@Override
	@Cacheable(cacheNames = "test", sync = true)
	public Object uncheckedSync(String message) {
		execute();
		throw new UnsupportedOperationException(message);
	}

	@Override
	@CacheEvict(cacheNames = "test", key = "#p0")
	public void evict(Object key, Object ignored) {
	}

	@Override
	@CacheEvict("test")
	public void evictAndFail(Object key) {
		throw new IllegalStateException("evicts nothing");
	}

	@Override
	@CacheEvict(cacheNames = "test", beforeInvocation = true)
	public void evictEarlyAndFail(Object key) {
		throw new IllegalStateException("has evicted");
	}

	@Override
	@CacheEvict(cacheNames = "test", allEntries = true)
	public void evictAll(Object ignored) {
	}

	@Override
	@CacheEvict(cacheNames = "test", allEntries = true, beforeInvocation = true)
	public void evictAllEarlyAndFail(Object ignored) {
		throw new IllegalStateException("has evicted");
	}

	@Override
	@CachePut("test")
	public Object put(Object key) {
		return execute();
	}

	@Override
	@CachePut(cacheNames = "test", condition = "#p0.equals(3)")
	public Object putIfThree(Object number) {
		return number;
	}

	@Override
	@CachePut(cacheNames = "first", key = "#result.id")
	public Entity putByResult(Entity entity) {
		return new Entity(Long.MIN_VALUE, entity.name());
	}

	@Override
	@Caching(cacheable = { @Cacheable("first"), @Cacheable("second") })
	public Object inBoth(Object key) {
		return execute();
	}

	@Override
	@Caching(evict = { @CacheEvict("first"), @CacheEvict(cacheNames = "second", key = "#a0"),
			@CacheEvict(cacheNames = "first", key = "#p0 + 'A'") })
	public Object evictBoth(Object key) {
		return execute();
	}

	@Override
	@Caching(put = { @CachePut("first"), @CachePut("second") })
	public Object putBoth(Object key) {
		return key;
	}

	@Override
	@Caching(cacheable = @Cacheable(cacheNames = "first", key = "#root.methodName"), evict = @CacheEvict("second"))
	public Object inFirstByNameEvictSecond(Object key) {
		return execute();
	}

	@Override
	@Caching(cacheable = @Cacheable(cacheNames = "first", condition = "#a0 == 3"), evict = @CacheEvict("second"))
	public Object inFirstIfThreeEvictSecond(Object key) {
		return execute();
	}

	@Override
	public String toString() {
		return "a service";
	}

}
