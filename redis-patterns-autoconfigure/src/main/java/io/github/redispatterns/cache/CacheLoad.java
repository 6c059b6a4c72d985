package io.github.redispatterns.cache;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * One load of a value: its loader says here how the value is stored.
 */
public final class CacheLoad {

	private CacheWriteOptions options = CacheWriteOptions.NONE;

	private boolean stored = true;

	CacheLoad() {
	}

	/**
	 * Keep the value for another time than others of its cache.
	 * @param ttl how long it is fresh, 1 ms or more
	 * @return this
	 */
	public CacheLoad ttl(Duration ttl) {
		this.options = this.options.withTtl(ttl);
		return this;
	}

	/**
	 * Name what the value may be evicted by.
	 * @param tags the tags
	 * @return this
	 */
	public CacheLoad tags(String... tags) {
		this.options = this.options.withTags(tags);
		return this;
	}

	/**
	 * Give the value to the caller only.
	 * @return this
	 */
	public CacheLoad noStore() {
		this.stored = false;
		return this;
	}

	Loaded of(@Nullable Object value) {
		return new Loaded(value, this.stored, this.options.ttl(), this.options.tags(), this.options.version());
	}

}
