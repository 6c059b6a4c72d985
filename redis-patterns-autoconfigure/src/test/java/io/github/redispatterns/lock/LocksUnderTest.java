package io.github.redispatterns.lock;

import java.time.Duration;

import io.github.redispatterns.support.RedisServers;

/**
 * What the parts of the contract are tested with.
 */
interface LocksUnderTest {

	Duration PATIENCE = Duration.ofSeconds(30);

	RedisServers servers();

	/**
	 * Locks of one of three instances.
	 */
	Locks locks(int instance);

	/**
	 * A name that no other test uses.
	 */
	String name();

	default Acquisition.Busy busy(int instance, LockRequest request) throws InterruptedException {
		return (Acquisition.Busy) locks(instance).tryLock(request);
	}

}
