package io.github.redispatterns.cache.write;

import io.github.redispatterns.support.RedisTest;

/**
 * Writing behind on one server.
 */
@RedisTest
class RedisWriteBehindIT extends WriteBehindContract {

}
