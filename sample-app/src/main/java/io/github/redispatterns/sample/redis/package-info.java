/**
 * What the page shows of Redis itself, read from Redis itself.
 */
@NullMarked
package io.github.redispatterns.sample.redis;

import org.jspecify.annotations.NullMarked;
