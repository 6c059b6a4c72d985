package io.github.redispatterns.ratelimit;

import java.time.Duration;

import io.github.redispatterns.support.RedisServers;

/**
 * What the parts of the contract are tested with.
 */
interface LimitsUnderTest {

	Duration HOUR = Duration.ofHours(1);

	Duration MINUTE = Duration.ofMinutes(1);

	RedisServers servers();

	/**
	 * Limits that ask Redis every time.
	 */
	RateLimits limits();

	/**
	 * Limits of another instance, which remembers refusals.
	 */
	RateLimits remembering();

	/**
	 * A policy with a name that no other test uses.
	 */
	RateLimitPolicy policy(Tier... tiers);

	/**
	 * Such a policy, known to both instances.
	 */
	default RateLimitPolicy registered(Tier... tiers) {
		return registered(policy(tiers));
	}

	default RateLimitPolicy registered(RateLimitPolicy policy) {
		limits().register(policy);
		remembering().register(policy);
		return policy;
	}

	default Aging aging() {
		return new Aging(servers());
	}

	default boolean take(RateLimitPolicy policy, long cost) {
		return limits().tryAcquire(new Charge(policy.name(), "ada", cost)).allowed();
	}

	default Decision.Refused refused(RateLimitPolicy policy, long cost) {
		return (Decision.Refused) limits().tryAcquire(new Charge(policy.name(), "ada", cost));
	}

	default long remaining(RateLimitPolicy policy) {
		return limits().peek(policy.name(), "ada").quotas().get(0).remaining();
	}

	default void pass(Duration time, RateLimitPolicy policy) {
		aging().pass(time, policy, "ada");
	}

}
