package io.github.redispatterns.ratelimit;

import io.github.redispatterns.KeyResolutionException;
import io.github.redispatterns.internal.Require;

/**
 * What one call takes from one policy on behalf of one key.
 *
 * @param policy name of the policy
 * @param key who is charged: a user, an address, a tenant; any text that is not blank
 * @param cost how much is taken, 0 or more; 0 asks without taking
 */
public record Charge(String policy, String key, long cost) {

	/** Key of a limit that everybody shares. */
	public static final String EVERYBODY = "*";

	public Charge {
		Require.that(cost >= 0, "cost", cost, "0 or more");
		if (key.isBlank()) {
			throw new KeyResolutionException("'key' of rate limit '%s' is blank, which names nobody".formatted(policy));
		}
	}

	/**
	 * Create a charge of one.
	 * @param policy name of the policy
	 * @param key who is charged
	 * @return the charge
	 */
	public static Charge of(String policy, String key) {
		return new Charge(policy, key, 1);
	}

}
