package io.github.redispatterns.cache;

import io.github.redispatterns.support.RedisServers;

/**
 * What contracts of caches need.
 */
interface CachesUnderTest {

	RedisServers servers();

	TieredCacheManager caches(int instance);

	/**
	 * A name that no other test uses.
	 * @return the name of a cache
	 */
	String name();

	default TieredCache<String, Book> books(int instance, String name) {
		return caches(instance).cache(name, String.class, Book.class);
	}

	/**
	 * Some value.
	 *
	 * @param title its title
	 * @param pages its number
	 */
	record Book(String title, int pages) {

	}

}
