package io.github.redispatterns.ratelimit;

import java.util.List;
import java.util.stream.Collectors;

import io.github.redispatterns.internal.Require;

/**
 * A named limit of one or more tiers that are decided together: a call is admitted by all
 * of them or consumes from none.
 *
 * @param name name of the policy: in keys, meters, headers and the Actuator endpoint
 * @param tiers the limits, all of which must admit
 * @param whenUnavailable what to do while Redis cannot decide
 * @param shadow whether refusals are only counted, not enforced
 */
public record RateLimitPolicy(String name, List<Tier> tiers, WhenUnavailable whenUnavailable, boolean shadow) {

	public RateLimitPolicy {
		Require.that(name.matches("[A-Za-z0-9._-]{1,100}"), "policy.name", name,
				"1 to 100 letters, digits, dots, dashes and underscores");
		tiers = List.copyOf(tiers);
		Require.that(!tiers.isEmpty() && tiers.size() <= 8, name + ".tiers", tiers.size(), "1 to 8 tiers");
		Require.that(tiers.stream().map(Tier::name).distinct().count() == tiers.size(), name + ".tiers",
				tiers.stream().map(Tier::name).collect(Collectors.joining(", ")),
				"distinct names; tiers of the same period need a name each");
	}

	/**
	 * Create a policy that admits every call while Redis is away.
	 * @param name name of the policy
	 * @param tiers the limits
	 * @return the policy
	 */
	public static RateLimitPolicy of(String name, Tier... tiers) {
		return new RateLimitPolicy(name, List.of(tiers), WhenUnavailable.OPEN, false);
	}

	/**
	 * Return this policy with another behaviour while Redis is away.
	 * @param whenUnavailable what to do
	 * @return the policy
	 */
	public RateLimitPolicy withWhenUnavailable(WhenUnavailable whenUnavailable) {
		return new RateLimitPolicy(this.name, this.tiers, whenUnavailable, this.shadow);
	}

	/**
	 * Return this policy with refusals counted but not enforced.
	 * @return the policy
	 */
	public RateLimitPolicy asShadow() {
		return new RateLimitPolicy(this.name, this.tiers, this.whenUnavailable, true);
	}

	/**
	 * Return the largest cost that any call can ever be admitted with.
	 * @return the smallest burst of the tiers
	 */
	public long capacity() {
		return this.tiers.stream().mapToLong(Tier::burst).min().orElseThrow();
	}

}
