package io.github.redispatterns.cache;

import io.github.redispatterns.support.RedisTest;

/**
 * {@link CacheCommandsContract} on one server.
 */
@RedisTest
class CacheCommandsIT extends CacheCommandsContract {

}
