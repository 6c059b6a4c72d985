package io.github.redispatterns.benchmarks.cache;

/**
 * What a call does.
 */
enum Kind {

	/** Finds a value that is in Redis only. */
	HIT,

	/** Writes a value. */
	PUT,

	/** Writes a value and removes it. */
	EVICT,

	/** Finds nothing, loads at no cost, and stores. */
	MISS

}
