package io.github.redispatterns.lock;

import io.github.redispatterns.support.RedisKeys;

/**
 * What {@link Locks} promise, on every topology and with every driver, to three instances
 * of one application.
 */
@RedisKeys({ "lock:owner", "lock:fence", "lock:waiters", "lock:queue", "lock:alive", "lock:turn", "lock:readers",
		"lock:intent", "lock:wait" })
abstract class LocksContract extends ThreeInstances
		implements MutexContract, FairContract, ReadWriteContract, GroupContract, DeadlockContract {

	@Override
	protected abstract String driver();

}
