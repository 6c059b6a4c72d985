package io.github.redispatterns.lock;

import java.util.List;

/**
 * A thread that reads wanted to write while others read: it would have waited for them
 * and, as soon as one of them wants the same, they for it. Give the read lock back first,
 * or ask for the write lock from the beginning.
 */
public class UpgradeDeadlockException extends DeadlockDetectedException {

	/**
	 * Create the exception.
	 * @param name name of the lock
	 */
	public UpgradeDeadlockException(String name) {
		super(List.of("this thread reads '" + name + "' and wants to write", "others read '" + name + "'"));
	}

}
