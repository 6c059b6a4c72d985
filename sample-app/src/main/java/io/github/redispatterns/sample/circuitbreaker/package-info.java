/**
 * The card of circuit breakers.
 */
@NullMarked
package io.github.redispatterns.sample.circuitbreaker;

import org.jspecify.annotations.NullMarked;
