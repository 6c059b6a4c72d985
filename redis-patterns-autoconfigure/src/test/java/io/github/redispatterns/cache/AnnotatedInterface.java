package io.github.redispatterns.cache;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import io.github.redispatterns.cache.CachedService.Entity;

import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;

/**
 * An interface with annotations, and its implementation without.
 */
interface AnnotatedInterface {

	@Cacheable(cacheNames = "entities", sync = true)
	Optional<Entity> find(Long id);

	@CachePut(cacheNames = "entities", key = "#p0.id")
	Entity insert(Entity entity);

	@Cacheable("varargs")
	Object sum(String name, int... numbers);

	@Caching(cacheable = { @Cacheable(cacheNames = "large", unless = "#result.size() < 2"),
			@Cacheable(cacheNames = "small", unless = "#result.size() > 1") })
	List<Entity> both(int size);

	@Cacheable(cacheNames = "mutual", condition = "#p1", key = "#p0")
	@CachePut(cacheNames = "mutual", condition = "!#p1", key = "#p0")
	Long getOrPut(String id, boolean get);

	@Cacheable("combined")
	@CachePut(cacheNames = "combined", key = "#result + 100", condition = "#result != null")
	Long getAndPut(long id);

	/** The implementation. */
	class Implementation implements AnnotatedInterface {

		private final AtomicLong executions = new AtomicLong();

		@Override
		public Optional<Entity> find(Long id) {
			return Optional.of(new Entity(id, "found " + this.executions.incrementAndGet()));
		}

		@Override
		public Entity insert(Entity entity) {
			return entity;
		}

		@Override
		public Object sum(String name, int... numbers) {
			return this.executions.incrementAndGet();
		}

		@Override
		public List<Entity> both(int size) {
			Entity entity = new Entity(this.executions.incrementAndGet(), "one of " + size);
			return Collections.nCopies(size, entity);
		}

		@Override
		public Long getOrPut(String id, boolean get) {
			return this.executions.incrementAndGet();
		}

		@Override
		public Long getAndPut(long id) {
			return this.executions.incrementAndGet();
		}

	}

}
