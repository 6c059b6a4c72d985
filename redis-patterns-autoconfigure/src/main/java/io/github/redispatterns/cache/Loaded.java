package io.github.redispatterns.cache;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A value that was loaded or is written, with what was said about it.
 *
 * @param value the value
 * @param stored whether it may be stored
 * @param ttl how long it is fresh, if not as long as others of its cache
 * @param tags by what it may be evicted
 * @param version number of which a higher one is newer, 0 for none
 */
record Loaded(@Nullable Object value, boolean stored, @Nullable Duration ttl, List<String> tags, long version) {

	static Loaded of(@Nullable Object value) {
		return new Loaded(value, true, null, List.of(), 0);
	}

	static Loaded unstored(@Nullable Object value) {
		return new Loaded(value, false, null, List.of(), 0);
	}

}
