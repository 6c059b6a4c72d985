package io.github.redispatterns.benchmarks.cache;

import java.util.List;

/**
 * Caches that were opened beforehand.
 *
 * @param name of the library
 * @param isLocal whether instances keep values in memory, too
 * @param remote a cache that keeps nothing there
 * @param caches the cache of each instance
 * @param closing closes all of them
 */
record Running(String name, boolean isLocal, Handle remote, List<Handle> caches, Runnable closing) implements Cacher {

	@Override
	public Handle tiers(int instance) {
		return this.caches.get(instance);
	}

	@Override
	public void close() {
		this.closing.run();
	}

}
