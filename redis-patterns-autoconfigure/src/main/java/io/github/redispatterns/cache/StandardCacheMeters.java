package io.github.redispatterns.cache;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.cache.CacheMeterBinder;

import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;

/**
 * The meters that all kinds of caches have in common.
 */
final class StandardCacheMeters extends CacheMeterBinder<CacheTiers> {

	private StandardCacheMeters(CacheTiers cache, Iterable<Tag> tags) {
		super(cache, cache.name(), tags);
	}

	@Override
	protected Long size() {
		CacheTiers cache = getCache();
		return (cache != null) ? cache.entries() : 0;
	}

	@Override
	protected long hitCount() {
		CacheTiers cache = getCache();
		return (cache != null) ? cache.statistics().hits() : 0;
	}

	@Override
	protected Long missCount() {
		CacheTiers cache = getCache();
		return (cache != null) ? cache.statistics().misses.sum() : 0;
	}

	@Override
	protected Long evictionCount() {
		CacheTiers cache = getCache();
		return (cache != null && cache.local() != null) ? cache.local().evictions() : 0;
	}

	@Override
	protected long putCount() {
		CacheTiers cache = getCache();
		return (cache != null) ? cache.statistics().puts.sum() + cache.statistics().loads.sum() : 0;
	}

	@Override
	protected void bindImplementationSpecificMetrics(MeterRegistry registry) {
		CacheTiers cache = getCache();
		if (cache != null) {
			FunctionCounter.builder("cache.removals", cache.statistics(), (it) -> it.evictions.sum())
				.description("Evictions that callers asked for")
				.tags(getTagsWithCacheName())
				.register(registry);
		}
	}

	/**
	 * Makes them for Spring Boot, which looks for the type of the cache.
	 */
	static final class Provider implements CacheMeterBinderProvider<SpringCache> {

		private final Set<Bound> bound = ConcurrentHashMap.newKeySet();

		@Override
		public MeterBinder getMeterBinder(SpringCache cache, Iterable<Tag> tags) {
			if (!this.bound.add(new Bound(cache.getName(), Tags.of(tags)))) {
				// Boot asks for the caches that are named, and we for all
				return (registry) -> {
				};
			}
			return new StandardCacheMeters(cache.tiers(), tags);
		}

		private record Bound(String cache, Tags tags) {
		}

	}

}
