package io.github.redispatterns.lock;

import java.util.List;

import io.github.redispatterns.LossCause;

/**
 * Something about a lock that an operator or another part of the application may want to
 * know. Published as a Spring application event, on a thread of the starter.
 */
public sealed interface LockEvent {

	/**
	 * This instance lost a lock that it held.
	 *
	 * @param name name of the lock
	 * @param key which of the locks of that name, may be empty
	 * @param cause why
	 */
	record Lost(String name, String key, LossCause cause) implements LockEvent {
	}

	/**
	 * An operator took a lock away from its holder.
	 *
	 * @param name name of the lock
	 * @param key which of the locks of that name, may be empty
	 * @param reason what the operator said
	 */
	record ForceReleased(String name, String key, String reason) implements LockEvent {
	}

	/**
	 * A caller of this instance was chosen to end a deadlock.
	 *
	 * @param cycle who waits for which lock, beginning with that caller
	 */
	record DeadlockDetected(List<String> cycle) implements LockEvent {
	}

}
