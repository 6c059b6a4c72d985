/**
 * Locks: ours, the peers and the floor.
 */
@NullMarked
package io.github.redispatterns.benchmarks.lock;

import org.jspecify.annotations.NullMarked;
