/**
 * Caches: ours, the peers and the floor.
 */
@NullMarked
package io.github.redispatterns.benchmarks.cache;

import org.jspecify.annotations.NullMarked;
