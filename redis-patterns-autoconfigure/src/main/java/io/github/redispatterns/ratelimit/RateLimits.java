package io.github.redispatterns.ratelimit;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Decides whether calls are within limits that all instances share.
 * <p>
 * A decision on one key is one command, whatever the number of tiers, and none while an
 * earlier refusal of the same key lasts. Refused calls consume nothing. While Redis is
 * away the policy's {@link WhenUnavailable} decides; methods that decide do not throw for
 * it. Safe for concurrent use.
 */
public interface RateLimits {

	/**
	 * Ask for one call.
	 * @param policy name of a known policy
	 * @param key who calls; not blank
	 * @return the decision
	 */
	default Decision tryAcquire(String policy, String key) {
		return tryAcquire(Charge.of(policy, key));
	}

	/**
	 * Ask for a call of some cost.
	 * @param charge policy, key and cost
	 * @return the decision
	 */
	Decision tryAcquire(Charge charge);

	/**
	 * Ask for a call that is limited by several keys, such as user, address and all: it
	 * is admitted by all or takes from none.
	 * <p>
	 * The keys lie in different slots, so they are asked one after another and what was
	 * taken is given back at the first refusal; put the key that refuses most often
	 * first.
	 * @param charges the charges, 1 to 8
	 * @return the refusal, or an admission with the quotas of all
	 */
	Decision tryAcquire(List<Charge> charges);

	/**
	 * Ask for a call and wait for its turn.
	 * @param charge policy, key and cost
	 * @param timeout longest wait; a refusal that would last longer is returned at once
	 * @return the decision
	 * @throws InterruptedException if the thread is interrupted while it waits
	 */
	Decision acquire(Charge charge, Duration timeout) throws InterruptedException;

	/**
	 * Take a charge that will be settled later. Redis is asked every time, because a
	 * reservation that somebody cancels ends the refusal of others.
	 * @param charge policy, key and cost
	 * @return the reservation
	 */
	Reservation reserve(Charge charge);

	/**
	 * Look without taking.
	 * @param policy name of a known policy
	 * @param key who would call
	 * @return what a call of cost 1 would be told now; nothing is taken or remembered
	 * @throws io.github.redispatterns.RedisUnavailableException if Redis cannot answer
	 */
	Decision peek(String policy, String key);

	/**
	 * Give back what an admitted call took. A quota never exceeds its whole.
	 * @param charge policy, key and cost
	 * @throws io.github.redispatterns.RedisUnavailableException if Redis cannot answer
	 */
	void refund(Charge charge);

	/**
	 * Forget everything counted for a key, here and, within the refresh interval, on the
	 * other instances that remember a refusal.
	 * @param policy name of a known policy
	 * @param key whose count it is
	 * @throws io.github.redispatterns.RedisUnavailableException if Redis cannot answer
	 */
	void reset(String policy, String key);

	/**
	 * Change a limit for a while: here at once, on the other instances within the refresh
	 * interval.
	 * @param override the other limit
	 * @throws io.github.redispatterns.RedisUnavailableException if Redis cannot answer
	 */
	void override(LimitOverride override);

	/**
	 * Return the overrides in force.
	 * @return overrides with the time they have left
	 */
	Collection<LimitOverride> overrides();

	/**
	 * Return the known policies: from properties, annotations and
	 * {@link #register(RateLimitPolicy)}.
	 * @return policies in the order of their names
	 */
	Collection<RateLimitPolicy> policies();

	/**
	 * Make a policy known. Registering an equal one again does nothing.
	 * @param policy the policy
	 * @throws io.github.redispatterns.PatternConfigurationException if another policy has
	 * the name
	 */
	void register(RateLimitPolicy policy);

}
