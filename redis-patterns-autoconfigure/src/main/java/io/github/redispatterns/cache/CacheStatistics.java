package io.github.redispatterns.cache;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what happens to one cache in this instance.
 */
final class CacheStatistics {

	final LongAdder localHits = new LongAdder();

	final LongAdder remoteHits = new LongAdder();

	final LongAdder misses = new LongAdder();

	final LongAdder loads = new LongAdder();

	final LongAdder loadNanos = new LongAdder();

	final LongAdder failures = new LongAdder();

	final LongAdder puts = new LongAdder();

	final LongAdder evictions = new LongAdder();

	final LongAdder coalesced = new LongAdder();

	final LongAdder staleServed = new LongAdder();

	final LongAdder bypassed = new LongAdder();

	final LongAdder undecodable = new LongAdder();

	final LongAdder foreign = new LongAdder();

	final LongAdder outdated = new LongAdder();

	final LongAdder refused = new LongAdder();

	final LongAdder unstored = new LongAdder();

	final LongAdder rejected = new LongAdder();

	final LongAdder guarded = new LongAdder();

	final LongAdder refreshes = new LongAdder();

	final LongAdder invalidated = new LongAdder();

	final LongAdder flushes = new LongAdder();

	long memoryHits() {
		return this.localHits.sum();
	}

	long memoryMisses() {
		return this.remoteHits.sum() + this.misses.sum() + this.coalesced.sum();
	}

	// what was there already, in whichever tier
	long hits() {
		return this.localHits.sum() + this.remoteHits.sum();
	}

}
