package io.github.redispatterns.cache;

import java.util.concurrent.atomic.AtomicLong;

import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;

/**
 * Methods that say by name where their cache comes from, and some that say what cannot
 * be.
 */
@CacheConfig(cacheNames = "default")
public class ResolvingService {

	private final AtomicLong executions = new AtomicLong();

	@Cacheable
	public Object simple(Object key) {
		return this.executions.incrementAndGet();
	}

	@Cacheable(cacheResolver = "primaryResolver")
	public Object primary(Object key) {
		return this.executions.incrementAndGet();
	}

	@Cacheable(cacheManager = "otherCacheManager")
	public Object otherManager(Object key) {
		return this.executions.incrementAndGet();
	}

	@Cacheable(cacheResolver = "runtimeResolver", key = "#p0")
	public Object runtime(Object key, String cache) {
		return this.executions.incrementAndGet();
	}

	@Cacheable(cacheResolver = "namedResolver")
	public Object named(Object key) {
		return this.executions.incrementAndGet();
	}

	@Cacheable(cacheResolver = "unknownResolver")
	public Object unknown(Object key) {
		return this.executions.incrementAndGet();
	}

	@Cacheable(cacheNames = "default", sync = true, unless = "#result > 10")
	public Object syncUnless(Object key) {
		return this.executions.incrementAndGet();
	}

	@Cacheable(cacheNames = { "default", "other" }, sync = true)
	public Object syncInTwo(Object key) {
		return this.executions.incrementAndGet();
	}

	@Cacheable(cacheResolver = "twoResolver", sync = true)
	public Object syncInTwoResolved(Object key) {
		return this.executions.incrementAndGet();
	}

	@Cacheable(cacheNames = "default", sync = true)
	@CacheEvict(cacheNames = "other", key = "#p0")
	public Object syncAndEvict(Object key) {
		return this.executions.incrementAndGet();
	}

	@Caching(cacheable = { @Cacheable(cacheNames = "default", sync = true),
			@Cacheable(cacheNames = "other", sync = true) })
	public Object syncTwice(Object key) {
		return this.executions.incrementAndGet();
	}

}
