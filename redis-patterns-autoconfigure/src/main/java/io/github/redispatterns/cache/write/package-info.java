/**
 * Caches that write to the source behind them: before the cache, or later from a durable
 * backlog in Redis.
 */
@NullMarked
package io.github.redispatterns.cache.write;

import org.jspecify.annotations.NullMarked;
