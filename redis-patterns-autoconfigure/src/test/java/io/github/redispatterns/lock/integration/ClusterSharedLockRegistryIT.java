package io.github.redispatterns.lock.integration;

import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Topology;

@RedisTest(Topology.CLUSTER)
class ClusterSharedLockRegistryIT extends SharedLockRegistryContract {

}
