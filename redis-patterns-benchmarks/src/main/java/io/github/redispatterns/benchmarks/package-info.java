/**
 * Ours beside the peers and beside the floor, in one run.
 */
@NullMarked
package io.github.redispatterns.benchmarks;

import org.jspecify.annotations.NullMarked;
