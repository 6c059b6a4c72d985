package io.github.redispatterns.cache;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.github.redispatterns.internal.KeySpace;
import io.github.redispatterns.internal.Require;
import org.jspecify.annotations.Nullable;

/**
 * How a value is stored.
 *
 * @param ttl how long it is fresh, {@code null} for as long as others of its cache
 * @param tags what it may be evicted by, escaped
 * @param version number of which a higher one is newer, 0 for none
 */
public record CacheWriteOptions(@Nullable Duration ttl, List<String> tags, long version) {

	/** Like others of the cache. */
	public static final CacheWriteOptions NONE = new CacheWriteOptions(null, List.of(), 0);

	private static final Duration LONGEST = Duration.ofDays(365);

	/**
	 * Check the options.
	 * @param ttl see there
	 * @param tags see there
	 * @param version see there
	 */
	public CacheWriteOptions {
		if (ttl != null) {
			Require.between(ttl, Duration.ofMillis(1), LONGEST, "ttl");
		}
		Require.that(version >= 0, "version", version, "0, which is none, or more");
		tags = List.copyOf(tags);
	}

	/**
	 * Return options with another life.
	 * @param life how long the value is fresh, from 1 ms to 365 days
	 * @return the options
	 */
	public CacheWriteOptions withTtl(Duration life) {
		return new CacheWriteOptions(life, this.tags, this.version);
	}

	/**
	 * Return options with other tags.
	 * @param names the tags, not blank
	 * @return the options
	 */
	public CacheWriteOptions withTags(String... names) {
		return new CacheWriteOptions(this.ttl, escape(Arrays.asList(names)), this.version);
	}

	/**
	 * Return options with which an older value never replaces a newer one.
	 * @param number number of the value, such as the version of its row; 1 or more
	 * @return the options
	 */
	public CacheWriteOptions withVersion(long number) {
		return new CacheWriteOptions(this.ttl, this.tags, number);
	}

	static List<String> escape(List<String> tags) {
		tags.forEach((tag) -> Require.text(tag, "tags"));
		return tags.stream().map(KeySpace::escape).distinct().toList();
	}

}
