package io.github.redispatterns.cache;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

/**
 * Knows for each cache how what callers write gets to the source behind it.
 * <p>
 * For the packages of this library.
 */
@FunctionalInterface
public interface WriteRoutes {

	/** No cache has a source that it writes to. */
	WriteRoutes NONE = (cache) -> null;

	/** How caches write values. */
	Format FORMAT = RoutedWrites.FORMAT;

	/**
	 * Find the way of a cache to its source.
	 * @param cache name of the cache
	 * @return the way, or {@code null} if the cache does not write to its source
	 */
	@Nullable WriteRoute open(String cache);

	/** How values are written. */
	interface Format {

		/**
		 * Write a value.
		 * @param type declared type of the value
		 * @param value the value
		 * @return UTF-8 JSON
		 * @throws IllegalArgumentException if it cannot be written
		 */
		byte[] write(Type type, Object value);

		/**
		 * Read a value.
		 * @param type declared type of the value
		 * @param json UTF-8 JSON
		 * @return the value
		 * @throws IllegalArgumentException if it is not such a value
		 */
		Object read(Type type, byte[] json);

	}

}
