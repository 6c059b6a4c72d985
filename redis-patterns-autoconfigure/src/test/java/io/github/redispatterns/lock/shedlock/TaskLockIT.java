package io.github.redispatterns.lock.shedlock;

import io.github.redispatterns.support.RedisTest;

@RedisTest
class TaskLockIT extends TaskLockContract {

}
