package io.github.redispatterns.semaphore;

/**
 * Too few permits were free for as long as the request waits.
 */
public class PermitNotAvailableException extends RuntimeException {

	private final transient PermitDecision.Full full;

	/**
	 * Create the exception.
	 * @param full how full the semaphore is
	 */
	public PermitNotAvailableException(PermitDecision.Full full) {
		super("Semaphore '%s' has %d of %d permits in use and cannot give %d; waited %s".formatted(full.name(),
				full.inUse(), full.permits(), full.weight(), full.waited()));
		this.full = full;
	}

	/**
	 * Return how full the semaphore is.
	 * @return the refusal
	 */
	public PermitDecision.Full full() {
		return this.full;
	}

}
