package io.github.redispatterns.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;

import io.github.redispatterns.cache.CacheProperties.WhenUnavailable;
import io.github.redispatterns.internal.Background;
import io.github.redispatterns.internal.KeySpace;
import io.github.redispatterns.internal.LeaseKeeper;
import io.github.redispatterns.internal.Require;
import io.github.redispatterns.internal.ScriptRunner;
import io.github.redispatterns.internal.WakeUps;
import io.github.redispatterns.internal.Workers;

/**
 * What all caches of an application share.
 *
 * @param space the namespace of keys
 * @param wakeUps signals that a load has ended
 * @param scripts runs scripts, and refuses to after the first time-out of an outage
 * @param news what instances tell each other
 * @param workers load in the background
 * @param leases renew the leases of long loads
 * @param timer ends waits
 * @param maxStaleness how old a value in memory may be that may have been written
 * elsewhere
 * @param whenUnavailable what happens to callers while Redis is away
 * @param guard knows which keys do not exist
 * @param routes how writes of callers get to the sources behind caches
 */
record CacheParts(KeySpace space, WakeUps wakeUps, ScriptRunner scripts, CacheNews news, Workers workers,
		LeaseKeeper leases, Background timer, Duration maxStaleness, WhenUnavailable whenUnavailable, Guard guard,
		WriteRoutes routes) {

	long bound() {
		return this.maxStaleness.toNanos();
	}

	/** Knows which keys do not exist. */
	interface Guard {

		/** Excludes nothing, because there are no filters. */
		Guard NONE = new Guard() {

			@Override
			public void require(String filter, String property) {
				Require.that(false, property, filter, "left out: there are no Bloom filters");
			}

			@Override
			public Set<String> excluded(String filter, Collection<String> keys) {
				return Set.of();
			}

			@Override
			public void exists(String filter, String key) {
			}

		};

		/**
		 * Check that there is a filter.
		 * @param filter name of the filter
		 * @param property what names it
		 */
		void require(String filter, String property);

		/**
		 * Find which keys certainly do not exist.
		 * @param filter name of the filter
		 * @param keys the keys
		 * @return those that need not be loaded
		 */
		Set<String> excluded(String filter, Collection<String> keys);

		/**
		 * A key exists.
		 * @param filter name of the filter
		 * @param key the key
		 */
		void exists(String filter, String key);

	}

}
