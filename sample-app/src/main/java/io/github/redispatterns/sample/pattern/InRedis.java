package io.github.redispatterns.sample.pattern;

import io.github.redispatterns.sample.redis.KeyBrowser;
import org.jspecify.annotations.Nullable;

/**
 * What a pattern has in Redis.
 *
 * @param found its keys
 * @param lastAction what the last click on its card cost
 */
record InRedis(KeyBrowser.Keys found, ActionLog.@Nullable Action lastAction) {
}
