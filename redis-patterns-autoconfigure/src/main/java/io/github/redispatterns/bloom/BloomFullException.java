package io.github.redispatterns.bloom;

/**
 * An item was not added because the filter is full and may not grow.
 * <p>
 * From then on the filter answers {@link Presence#UNKNOWN} where it would have said
 * {@link Presence#ABSENT}, until it is rebuilt or cleared or its period ends.
 */
public class BloomFullException extends RuntimeException {

	private final String filter;

	/**
	 * Create the exception.
	 * @param filter name of the filter
	 * @param capacity how many items there is room for
	 */
	public BloomFullException(String filter, long capacity) {
		super("Bloom filter '%s' is full: there is room for %d items".formatted(filter, capacity));
		this.filter = filter;
	}

	/**
	 * Return the name of the filter.
	 * @return the name
	 */
	public String getFilter() {
		return this.filter;
	}

}
