package io.github.redispatterns.bloom;

/**
 * What a filter says of an item.
 */
public enum Presence {

	/** It was certainly not added. */
	ABSENT,

	/** It was added, or looks like something that was. */
	MAYBE,

	/**
	 * Nobody can tell: the filter was not built yet, Redis lost or evicted a part of it,
	 * some item found no room in it, or Redis is away.
	 */
	UNKNOWN

}
