package io.github.redispatterns.cache.write;

import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Topology;

/**
 * Writing behind on a Cluster.
 */
@RedisTest(Topology.CLUSTER)
class ClusterWriteBehindIT extends WriteBehindContract {

}
