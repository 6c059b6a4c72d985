package io.github.redispatterns.cache;

import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Topology;

/**
 * Spring's contract of caches on a Cluster.
 */
@RedisTest(Topology.CLUSTER)
class ClusterSpringCachesIT extends SpringCaches implements SpringCacheContract {

}
