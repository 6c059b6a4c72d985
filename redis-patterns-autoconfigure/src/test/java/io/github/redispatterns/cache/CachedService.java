package io.github.redispatterns.cache;

import java.io.IOException;

/**
 * Methods with every kind of cache annotation. What returns a value returns another one
 * each time it is executed, unless it says otherwise.
 */
interface CachedService {

	long executions();

	Object plain(Object key);

	Object sync(Object key);

	Object nothing(Object key);

	Object nothingSync(Object key);

	Object onlyIfThree(int number);

	Object onlyIfThreeSync(int number);

	/**
	 * Stores what is not above ten.
	 * @param number the number
	 * @return the number
	 */
	Object unlessLarge(int number);

	Object firstIsKey(Object first, Object second);

	Object many(Object... arguments);

	Object byName(Object argument);

	Object byRoot(Object argument);

	Object ownKeys(Object argument);

	Object unknownKeys(Object argument);

	Object ownManager(Object argument);

	Object unknownManager(Object argument);

	Object checked(String message) throws IOException;

	Object unchecked(String message);

	Object checkedSync(String message) throws IOException;

	Object uncheckedSync(String message);

	void evict(Object key, Object ignored);

	void evictAndFail(Object key);

	void evictEarlyAndFail(Object key);

	void evictAll(Object ignored);

	void evictAllEarlyAndFail(Object ignored);

	Object put(Object key);

	/**
	 * Stores three.
	 * @param number the number
	 * @return the number
	 */
	Object putIfThree(Object number);

	Entity putByResult(Entity entity);

	Object inBoth(Object key);

	Object evictBoth(Object key);

	Object putBoth(Object key);

	Object inFirstByNameEvictSecond(Object key);

	Object inFirstIfThreeEvictSecond(Object key);

	/**
	 * A value with a key of its own.
	 *
	 * @param id the key
	 * @param name something else
	 */
	record Entity(Long id, String name) {

	}

}
