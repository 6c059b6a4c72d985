package io.github.redispatterns.ratelimit;

import java.util.List;

import io.github.redispatterns.internal.KeyTemplate;
import org.jspecify.annotations.Nullable;

/**
 * A policy as the scripts want it.
 */
final class CompiledPolicy {

	final RateLimitPolicy policy;

	final CompiledTier[] tiers;

	final KeyTemplate holds;

	CompiledPolicy(RateLimitPolicy policy, RateLimitKeys keys) {
		this.policy = policy;
		this.tiers = policy.tiers()
			.stream()
			.map((tier) -> new CompiledTier(tier, keys.tier(policy, tier)))
			.toArray(CompiledTier[]::new);
		this.holds = keys.holds(policy);
	}

	String name() {
		return this.policy.name();
	}

	long largestBurst() {
		long largest = 0;
		for (CompiledTier tier : this.tiers) {
			largest = Math.max(largest, tier.tier.burst());
		}
		return largest;
	}

	/**
	 * Return the only tier if it can be decided by the short script.
	 * @return the tier, or {@code null}
	 */
	@Nullable CompiledTier onlyGcra() {
		return (this.tiers.length == 1 && this.tiers[0].isGcra()) ? this.tiers[0] : null;
	}

	/**
	 * Make the decision that the quotas amount to.
	 * @param quotas quotas of all tiers
	 * @param source who found them
	 * @return an admission if all admit or the policy is a shadow
	 */
	Decision decide(List<Quota> quotas, Decision.Source source) {
		Quota refusing = null;
		for (Quota quota : quotas) {
			if (!quota.admits() && (refusing == null || quota.retryAfter().compareTo(refusing.retryAfter()) > 0)) {
				refusing = quota;
			}
		}
		if (refusing == null || this.policy.shadow()) {
			return new Decision.Allowed(name(), quotas, source, refusing != null);
		}
		return new Decision.Refused(name(), quotas, source, refusing.retryAfter());
	}

}
