package io.github.redispatterns.cache;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;

/**
 * The class says how methods are cached that do not say so themselves.
 */
@Cacheable("test")
public class ClassCachedService implements CachedService {

	private final AtomicLong counter = new AtomicLong();

	@Override
	@Cacheable(cacheNames = "test", condition = "false")
	public long executions() {
		return this.counter.get();
	}

	@Override
	public Object plain(Object key) {
		return this.counter.incrementAndGet();
	}

	@Override
	@Cacheable(cacheNames = "test", sync = true)
	public Object sync(Object key) {
		return this.counter.incrementAndGet();
	}

	@Override
	public Object nothing(Object key) {
		this.counter.incrementAndGet();
		return null;
	}

	@Override
	@Cacheable(cacheNames = "test", sync = true)
	public Object nothingSync(Object key) {
		this.counter.incrementAndGet();
		return null;
	}

	@Override
	@Cacheable(cacheNames = "test", condition = "#p0 == 3")
	public Object onlyIfThree(int number) {
		return this.counter.incrementAndGet();
	}

	@Override
	@Cacheable(cacheNames = "test", condition = "#p0 == 3", sync = true)
	public Object onlyIfThreeSync(int number) {
		return this.counter.incrementAndGet();
	}

	@Override
	@Cacheable(cacheNames = "test", unless = "#result > 10")
	public Object unlessLarge(int number) {
		this.counter.incrementAndGet();
		return number;
	}

	@Override
	@Cacheable(cacheNames = "test", key = "#p0")
	public Object firstIsKey(Object first, Object second) {
		return this.counter.incrementAndGet();
	}

	@Override
	public Object many(Object... arguments) {
		return this.counter.incrementAndGet();
	}

	@Override
	@Cacheable(cacheNames = "test", key = "#root.methodName + #root.caches[0].name")
	public Object byName(Object argument) {
		return this.counter.incrementAndGet();
	}

	@Override
	@Cacheable(cacheNames = "test",
			key = "#root.method.name + #root.targetClass.simpleName + #root.target + #root.args[0]")
	public Object byRoot(Object argument) {
		return this.counter.incrementAndGet();
	}

	@Override
	@Cacheable(cacheNames = "test", keyGenerator = "ownKeyGenerator")
	public Object ownKeys(Object argument) {
		return this.counter.incrementAndGet();
	}

	@Override
	@Cacheable(cacheNames = "test", keyGenerator = "unknown")
	public Object unknownKeys(Object argument) {
		return this.counter.incrementAndGet();
	}

	@Override
	@Cacheable(cacheNames = "test", cacheManager = "ownCacheManager")
	public Object ownManager(Object argument) {
		return this.counter.incrementAndGet();
	}

	@Override
	@Cacheable(cacheNames = "test", cacheManager = "unknown")
	public Object unknownManager(Object argument) {
		return this.counter.incrementAndGet();
	}

	@Override
	public Object checked(String message) throws IOException {
		this.counter.incrementAndGet();
		throw new IOException(message);
	}

	@Override
	public Object unchecked(String message) {
		this.counter.incrementAndGet();
		throw new UnsupportedOperationException(message);
	}

	@Override
	@Cacheable(cacheNames = "test", sync = true)
	public Object checkedSync(String message) throws IOException {
		this.counter.incrementAndGet();
		throw new IOException(message);
	}

	@Override
	@Cacheable(cacheNames = "test", sync = true)
	public Object uncheckedSync(String message) {
		this.counter.incrementAndGet();
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
		return this.counter.incrementAndGet();
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
		return this.counter.incrementAndGet();
	}

	@Override
	@Caching(evict = { @CacheEvict("first"), @CacheEvict(cacheNames = "second", key = "#a0"),
			@CacheEvict(cacheNames = "first", key = "#p0 + 'A'") })
	public Object evictBoth(Object key) {
		return this.counter.incrementAndGet();
	}

	@Override
	@Caching(put = { @CachePut("first"), @CachePut("second") })
	public Object putBoth(Object key) {
		return key;
	}

	@Override
	@Caching(cacheable = @Cacheable(cacheNames = "first", key = "#root.methodName"), evict = @CacheEvict("second"))
	public Object inFirstByNameEvictSecond(Object key) {
		return this.counter.incrementAndGet();
	}

	@Override
	@Caching(cacheable = @Cacheable(cacheNames = "first", condition = "#a0 == 3"), evict = @CacheEvict("second"))
	public Object inFirstIfThreeEvictSecond(Object key) {
		return this.counter.incrementAndGet();
	}

	@Override
	public String toString() {
		return "a service";
	}

}
