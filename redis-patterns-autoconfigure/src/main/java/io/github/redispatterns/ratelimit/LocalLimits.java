package io.github.redispatterns.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * Limits of one policy as one instance enforces them alone while Redis is away: GCRA for
 * every tier, with this instance's share of the limit.
 */
final class LocalLimits {

	private final List<Tier> tiers;

	private final RateLimitPolicy policy;

	private final Cache<String, Debts> debts;

	LocalLimits(RateLimitPolicy policy, RateLimitProperties.Local properties) {
		this.policy = policy;
		this.tiers = policy.tiers().stream().map((tier) -> share(tier, properties.instances())).toList();
		this.debts = Caffeine.newBuilder().maximumSize(properties.size()).build();
	}

	List<Quota> take(String key, long cost, long now) {
		return this.debts.get(key, (k) -> new Debts(this.tiers.size(), now)).take(cost, now);
	}

	private static Tier share(Tier tier, int instances) {
		return new Tier(tier.name(), Algorithm.GCRA, Math.max(1, tier.limit() / instances), tier.period(),
				Math.max(1, tier.burst() / instances));
	}

	/** What one key owes to each tier, as nanoseconds at which it is paid. */
	private final class Debts {

		private final long[] paidAt;

		Debts(int tiers, long now) {
			this.paidAt = new long[tiers];
			java.util.Arrays.fill(this.paidAt, now);
		}

		synchronized List<Quota> take(long cost, long now) {
			boolean admitted = true;
			long[] over = new long[this.paidAt.length];
			for (int i = 0; i < over.length; i++) {
				over[i] = over(LocalLimits.this.tiers.get(i), debt(i, now), cost);
				admitted &= over[i] <= 0;
			}
			List<Quota> quotas = new ArrayList<>(over.length);
			for (int i = 0; i < over.length; i++) {
				Tier tier = LocalLimits.this.tiers.get(i);
				long debt = debt(i, now) + (admitted ? cost * each(tier) : 0);
				this.paidAt[i] = now + debt;
				quotas.add(quota(tier, debt, over[i]));
			}
			return List.copyOf(quotas);
		}

		private long debt(int i, long now) {
			return Math.max(0, this.paidAt[i] - now);
		}

		private Quota quota(Tier tier, long debt, long over) {
			long remaining = Math.max(0, tier.burst() - (debt + each(tier) - 1) / each(tier));
			Duration retryAfter = (over == Long.MAX_VALUE) ? Quota.NEVER : Duration.ofNanos(Math.max(0, over));
			return new Quota(LocalLimits.this.policy.name(), tier.name(), tier.limit(), tier.period(), remaining,
					Duration.ofNanos(debt), retryAfter);
		}

		private static long over(Tier tier, long debt, long cost) {
			return (cost > tier.burst()) ? Long.MAX_VALUE : debt + (cost - tier.burst()) * each(tier);
		}

		private static long each(Tier tier) {
			return Math.max(1, tier.period().toNanos() / tier.limit());
		}

	}

}
