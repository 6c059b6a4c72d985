package io.github.redispatterns.cache;

import io.github.redispatterns.support.RedisTest;

/**
 * Spring's contract of caches on one server.
 */
@RedisTest
class RedisSpringCachesIT extends SpringCaches implements SpringCacheContract, SpringCacheKeysContract,
		SpringCacheRetrieveContract, SpringCacheSharedContract {

}
