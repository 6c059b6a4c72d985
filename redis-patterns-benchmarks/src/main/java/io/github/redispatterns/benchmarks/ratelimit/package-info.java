/**
 * Rate limits: ours, the peers and the floor.
 */
@NullMarked
package io.github.redispatterns.benchmarks.ratelimit;

import org.jspecify.annotations.NullMarked;
