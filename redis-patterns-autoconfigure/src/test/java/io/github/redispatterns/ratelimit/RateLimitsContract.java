package io.github.redispatterns.ratelimit;

import java.util.Map;

import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RunningInstances;

/**
 * What {@link RateLimits} promise, on every topology and with every driver, to two
 * instances of one application: the first remembers no refusal, so that time can be moved
 * under it; the second remembers them.
 */
@RedisKeys({ "ratelimit:tat", "ratelimit:window", "ratelimit:log", "ratelimit:counter", "ratelimit:holds",
		"ratelimit:table" })
abstract class RateLimitsContract extends RunningInstances
		implements DecisionContract, AlgorithmContract, TierContract, JointContract, RefundContract,
		ReservationContract, OverrideContract, RefusalContract, KeyContract, WaitContract, PolicyContract {

	RateLimitsContract() {
		super(2);
	}

	@Override
	protected abstract String driver();

	@Override
	protected void configure(int instance, Map<String, Object> properties) {
		properties.put("redis-patterns.ratelimit.refresh-interval", "100ms");
		if (instance == 0) {
			properties.put("redis-patterns.ratelimit.refusals.size", 0);
		}
	}

	@Override
	public RateLimits limits() {
		return bean(0, RateLimits.class);
	}

	@Override
	public RateLimits remembering() {
		return bean(1, RateLimits.class);
	}

	@Override
	public RateLimitPolicy policy(Tier... tiers) {
		return RateLimitPolicy.of(name(), tiers);
	}

}
