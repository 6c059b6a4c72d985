package io.github.redispatterns.lock;

import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisTest;

@RedisTest
@RedisKeys({ "lock:owner", "lock:fence", "lock:waiters", "lock:readers", "lock:intent" })
class LockViewIT extends ThreeInstances implements LockViewContract, ReadWriteViewContract {

}
