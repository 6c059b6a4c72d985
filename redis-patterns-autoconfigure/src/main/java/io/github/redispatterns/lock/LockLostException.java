package io.github.redispatterns.lock;

import java.time.Duration;

import io.github.redispatterns.LossCause;

/**
 * A lock was lost while it was in use: others may have worked at the same time.
 */
public class LockLostException extends RuntimeException {

	private final LossCause reason;

	/**
	 * Create the exception.
	 * @param name name of the lock
	 * @param reason why it was lost
	 * @param held how long it was held
	 */
	public LockLostException(String name, LossCause reason, Duration held) {
		super("Lock '%s' was lost after %s: %s".formatted(name, held, switch (reason) {
			case EXPIRED -> "its lease ended before Redis could be asked to renew it";
			case TAKEN -> "Redis says that it is not held by this holder any more";
			case MAX_HOLD -> "it was held for longer than allowed";
		}));
		this.reason = reason;
	}

	/**
	 * Return why it was lost.
	 * @return the cause
	 */
	public LossCause reason() {
		return this.reason;
	}

}
