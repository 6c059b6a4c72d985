package io.github.redispatterns.cache;

import io.github.redispatterns.cache.CacheProperties.Tiers;

import org.springframework.cache.Cache;

/**
 * What the contracts of Spring's {@code Cache} need.
 */
interface SpringCachesUnderTest {

	/**
	 * Name of a cache that stores no {@code null}.
	 */
	String WITHOUT_NULLS = "without-nulls";

	/**
	 * The instance that keeps its values there.
	 * @param tiers where
	 * @return its caches
	 */
	TieredCacheManager caches(Tiers tiers);

	/**
	 * A cache that no other test uses.
	 * @param tiers where it keeps its values
	 * @return the cache
	 */
	Cache cache(Tiers tiers);

	/**
	 * A value with properties.
	 *
	 * @param name one
	 * @param year another one
	 */
	record Composer(String name, int year) {

	}

}
