package io.github.redispatterns.lock.shedlock;

import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Topology;

@RedisTest(Topology.CLUSTER)
class ClusterTaskLockIT extends TaskLockContract {

}
