package io.github.redispatterns.cache;

import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Topology;

/**
 * {@link CacheCommandsContract} on a Cluster.
 */
@RedisTest(Topology.CLUSTER)
class ClusterCacheCommandsIT extends CacheCommandsContract {

}
