package io.github.redispatterns.semaphore;

import java.time.Duration;

/**
 * How an attempt to get permits ended.
 */
public sealed interface PermitDecision {

	/**
	 * Return the permit.
	 * @return what to give back
	 * @throws PermitNotAvailableException if there is none
	 */
	default Permit orElseThrow() {
		if (this instanceof Granted granted) {
			return granted.permit();
		}
		throw new PermitNotAvailableException((Full) this);
	}

	/**
	 * The permits are held.
	 *
	 * @param permit what to give back
	 */
	record Granted(Permit permit) implements PermitDecision {
	}

	/**
	 * Too few were free.
	 *
	 * @param name name of the semaphore
	 * @param weight how many were wanted
	 * @param inUse how many others had when it was asked for the last time
	 * @param permits how many there are
	 * @param waited how long this caller waited
	 */
	record Full(String name, int weight, long inUse, long permits, Duration waited) implements PermitDecision {
	}

}
