package io.github.redispatterns.sample.live;

import java.util.Map;

import io.github.redispatterns.sample.redis.RedisState;

/**
 * What the page is told once a second.
 *
 * @param at time in milliseconds since the epoch
 * @param place which instance this is, and which Redis it has
 * @param redis what was last seen of Redis
 * @param shared whether patterns have Redis
 * @param patterns what each card shows, by the name of the pattern
 */
record Tick(long at, Place place, RedisState redis, boolean shared, Map<String, Object> patterns) {
}
