package io.github.redispatterns;

/**
 * Redis did not answer, or answered that it cannot serve now (loading, read-only, out of
 * memory, failing over).
 * <p>
 * The state of an operation that ends with this exception is unknown unless its pattern
 * says otherwise: the command may have run although its reply was lost.
 */
public class RedisUnavailableException extends RuntimeException {

	/**
	 * Create the exception for a call that failed.
	 * @param message what could not be done
	 * @param cause what the driver reported
	 */
	public RedisUnavailableException(String message, Throwable cause) {
		super(message, cause);
	}

	/**
	 * Create the exception for a call that was not attempted because earlier ones failed.
	 * It has no stack trace: it is made once for every call of an outage.
	 * @param message why the call was not attempted
	 */
	public RedisUnavailableException(String message) {
		super(message, (Throwable) null, false, false);
	}

}
