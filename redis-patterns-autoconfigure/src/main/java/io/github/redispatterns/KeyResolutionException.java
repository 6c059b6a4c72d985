package io.github.redispatterns;

/**
 * The expression or resolver that names the entity of a call gave nothing usable.
 * <p>
 * A missing key is never replaced by the text "null": that would make strangers share one
 * lock, limit or entry.
 */
public class KeyResolutionException extends RuntimeException {

	/**
	 * Create the exception.
	 * @param message which expression or resolver, and what it gave
	 */
	public KeyResolutionException(String message) {
		super(message);
	}

	/**
	 * Create the exception.
	 * @param message which expression or resolver failed
	 * @param cause how it failed
	 */
	public KeyResolutionException(String message, Throwable cause) {
		super(message, cause);
	}

}
