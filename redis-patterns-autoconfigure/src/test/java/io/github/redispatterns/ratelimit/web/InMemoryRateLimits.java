package io.github.redispatterns.ratelimit.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.redispatterns.ratelimit.Charge;
import io.github.redispatterns.ratelimit.Decision;
import io.github.redispatterns.ratelimit.LimitOverride;
import io.github.redispatterns.ratelimit.Quota;
import io.github.redispatterns.ratelimit.RateLimitPolicy;
import io.github.redispatterns.ratelimit.RateLimits;
import io.github.redispatterns.ratelimit.Reservation;
import io.github.redispatterns.ratelimit.Tier;
import io.github.redispatterns.ratelimit.WhenUnavailable;

/**
 * GCRA in a map, with a clock that moves when told: enough of a limiter to see what HTTP
 * makes of its decisions.
 */
class InMemoryRateLimits implements RateLimits {

	final List<Charge> asked = new ArrayList<>();

	private final Map<String, RateLimitPolicy> policies = new TreeMap<>();

	private final Map<String, Duration> full = new HashMap<>();

	private Duration now = Duration.ZERO;

	private boolean available = true;

	static InMemoryRateLimits of(RateLimitPolicy... policies) {
		InMemoryRateLimits limits = new InMemoryRateLimits();
		List.of(policies).forEach(limits::register);
		return limits;
	}

	void advance(Duration time) {
		this.now = this.now.plus(time);
	}

	void goAway() {
		this.available = false;
	}

	@Override
	public Decision tryAcquire(Charge charge) {
		return tryAcquire(List.of(charge));
	}

	@Override
	public Decision tryAcquire(List<Charge> charges) {
		this.asked.addAll(charges);
		return this.available ? decide(charges) : withoutRedis(charges);
	}

	private Decision decide(List<Charge> charges) {
		List<Quota> before = charges.stream().flatMap((charge) -> quotas(charge, 0).stream()).toList();
		List<Quota> refusing = before.stream().filter((quota) -> !quota.admits()).toList();
		boolean refused = refusing.stream().anyMatch((quota) -> !this.policies.get(quota.policy()).shadow());
		if (refused) {
			Decision.Refused decision = new Decision.Refused("", before, Decision.Source.REDIS, Duration.ZERO);
			return new Decision.Refused(decision.binding().policy(), before, Decision.Source.REDIS,
					decision.binding().retryAfter());
		}
		List<Quota> after = charges.stream().flatMap((charge) -> quotas(charge, charge.cost()).stream()).toList();
		return new Decision.Allowed(charges.get(0).policy(), after, Decision.Source.REDIS, !refusing.isEmpty());
	}

	private Decision withoutRedis(List<Charge> charges) {
		for (Charge charge : charges) {
			if (this.policies.get(charge.policy()).whenUnavailable() == WhenUnavailable.CLOSED) {
				return new Decision.Refused(charge.policy(), List.of(), Decision.Source.UNAVAILABLE, Duration.ZERO);
			}
		}
		return new Decision.Allowed(charges.get(0).policy(), List.of(), Decision.Source.UNAVAILABLE, false);
	}

	private List<Quota> quotas(Charge charge, long taken) {
		RateLimitPolicy policy = this.policies.get(charge.policy());
		return policy.tiers().stream().map((tier) -> quota(policy, tier, charge, taken)).toList();
	}

	private Quota quota(RateLimitPolicy policy, Tier tier, Charge charge, long taken) {
		String key = policy.name() + " " + tier.name() + " " + charge.key();
		Duration one = tier.period().dividedBy(tier.limit());
		Duration burst = one.multipliedBy(tier.burst());
		Duration filled = this.full.getOrDefault(key, Duration.ZERO).minus(this.now);
		Duration missing = filled.isNegative() ? Duration.ZERO : filled;
		Duration wait = missing.plus(one.multipliedBy(charge.cost())).minus(burst);
		if (taken > 0) {
			missing = missing.plus(one.multipliedBy(taken));
			this.full.put(key, this.now.plus(missing));
		}
		Duration retryAfter = (wait.isNegative() || taken > 0) ? Duration.ZERO : wait;
		return new Quota(policy.name(), tier.name(), tier.limit(), tier.period(), burst.minus(missing).dividedBy(one),
				missing, (charge.cost() > tier.burst()) ? Quota.NEVER : retryAfter);
	}

	@Override
	public Collection<RateLimitPolicy> policies() {
		return this.policies.values();
	}

	@Override
	public void register(RateLimitPolicy policy) {
		this.policies.put(policy.name(), policy);
	}

	@Override
	public Decision acquire(Charge charge, Duration timeout) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Reservation reserve(Charge charge) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Decision peek(String policy, String key) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void refund(Charge charge) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void reset(String policy, String key) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void override(LimitOverride override) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Collection<LimitOverride> overrides() {
		throw new UnsupportedOperationException();
	}

}
