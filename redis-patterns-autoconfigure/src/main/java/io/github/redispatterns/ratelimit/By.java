package io.github.redispatterns.ratelimit;

/**
 * Whose calls are counted together.
 */
public enum By {

	/** Everybody's. */
	EVERYBODY,

	/** The authenticated user's. */
	USER,

	/** The client address's; IPv6 clients are grouped by network. */
	IP,

	/** The API key's, which is stored as a digest only. */
	API_KEY,

	/** The tenant's. */
	TENANT

}
