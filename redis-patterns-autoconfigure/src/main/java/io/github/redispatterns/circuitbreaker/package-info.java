/**
 * Circuit breakers whose state all instances share: decided locally without a round trip
 * while closed, opened and closed exactly once by a script, on the server's time.
 */
@NullMarked
package io.github.redispatterns.circuitbreaker;

import org.jspecify.annotations.NullMarked;
