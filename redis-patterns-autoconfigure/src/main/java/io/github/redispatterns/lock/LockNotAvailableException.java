package io.github.redispatterns.lock;

/**
 * Others held a lock for as long as the request waits.
 */
public class LockNotAvailableException extends RuntimeException {

	private final transient Acquisition.Busy busy;

	/**
	 * Create the exception.
	 * @param busy who holds the lock
	 */
	public LockNotAvailableException(Acquisition.Busy busy) {
		super("Lock '%s' is held by %s for another %s; waited %s".formatted(busy.name(),
				(busy.holder() != null) ? "instance " + busy.holder() : "somebody else", busy.remaining(),
				busy.waited()));
		this.busy = busy;
	}

	/**
	 * Return who holds the lock.
	 * @return the refusal
	 */
	public Acquisition.Busy busy() {
		return this.busy;
	}

}
