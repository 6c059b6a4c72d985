/**
 * Circuit breakers beside a breaker of one process.
 */
@NullMarked
package io.github.redispatterns.benchmarks.circuitbreaker;

import org.jspecify.annotations.NullMarked;
