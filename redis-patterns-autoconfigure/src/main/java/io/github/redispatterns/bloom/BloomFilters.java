package io.github.redispatterns.bloom;

import java.util.Collection;

/**
 * The Bloom filters of the application.
 * <p>
 * Nothing is reserved in Redis before the first use of a filter.
 */
public interface BloomFilters {

	/**
	 * Return a filter that properties or code defined.
	 * @param name its name
	 * @return the filter
	 * @throws io.github.redispatterns.PatternConfigurationException if there is none, and
	 * {@code redis-patterns.bloom.create-unknown} does not allow to make one
	 */
	BloomFilter filter(String name);

	/**
	 * Define a filter, or return it if it is defined in the same way.
	 * @param name its name; few of them, also a tag of meters
	 * @param spec what it is like
	 * @return the filter
	 * @throws io.github.redispatterns.PatternConfigurationException if it is defined in
	 * another way, or larger than {@code redis-patterns.bloom.max-memory}
	 */
	BloomFilter filter(String name, BloomSpec spec);

	/**
	 * Return the filters that this instance knows.
	 * @return the filters in the order of their names
	 */
	Collection<BloomFilter> all();

}
