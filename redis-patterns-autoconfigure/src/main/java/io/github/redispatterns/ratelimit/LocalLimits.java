package io.github.redispatterns.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * Limits of one policy as one instance enforces them alone while Redis is away: GCRA for
 * every tier, with this instance's share of the limit.
 */
final class LocalLimits {

	private final List<Share> shares;

	private final Cache<String, Debts> debts;

	LocalLimits(RateLimitPolicy policy, RateLimitProperties.Local properties) {
		this.shares = policy.tiers()
			.stream()
			.map((tier) -> Share.of(policy.name(), tier, properties.instances()))
			.toList();
		this.debts = Caffeine.newBuilder().maximumSize(properties.size()).build();
	}

	List<Quota> take(String key, long cost, long now) {
		return this.debts.get(key, (k) -> new Debts(this.shares.size(), now)).take(cost, now);
	}

	void give(String key, long cost, long now) {
		Debts known = this.debts.getIfPresent(key);
		if (known != null) {
			known.give(cost, now);
		}
	}

	/**
	 * What one instance may admit of one tier.
	 *
	 * @param policy name of the policy
	 * @param tier the tier with the share of its limit
	 * @param each nanoseconds that one call costs
	 * @param capacity most nanoseconds that can be owed
	 */
	private record Share(String policy, Tier tier, long each, long capacity) {

		// half of it is still added to debts and to times
		private static final long MOST = Long.MAX_VALUE / 4;

		static Share of(String policy, Tier tier, int instances) {
			Tier share = new Tier(tier.name(), Algorithm.GCRA, Math.max(1, tier.limit() / instances), tier.period(),
					Math.max(1, tier.burst() / instances));
			long each = Math.max(1, tier.period().toNanos() / share.limit());
			return new Share(policy, share, each, times(share.burst(), each));
		}

		long price(long cost) {
			return times(cost, this.each);
		}

		long over(long debt, long cost) {
			return (cost > this.tier.burst()) ? Long.MAX_VALUE : debt + price(cost) - this.capacity;
		}

		Quota quota(long debt, long over) {
			Duration retryAfter = (over == Long.MAX_VALUE) ? Quota.NEVER : Duration.ofNanos(Math.max(0, over));
			return new Quota(this.policy, this.tier.name(), this.tier.limit(), this.tier.period(),
					Math.max(0, (this.capacity - debt) / this.each), Duration.ofNanos(debt), retryAfter);
		}

		private static long times(long count, long each) {
			return (count > MOST / each) ? MOST : count * each;
		}

	}

	/** What one key owes to each tier, as nanoseconds at which it is paid. */
	private final class Debts {

		private final long[] paidAt;

		Debts(int tiers, long now) {
			this.paidAt = new long[tiers];
			Arrays.fill(this.paidAt, now);
		}

		synchronized List<Quota> take(long cost, long now) {
			boolean admitted = true;
			long[] over = new long[this.paidAt.length];
			for (int i = 0; i < over.length; i++) {
				over[i] = share(i).over(debt(i, now), cost);
				admitted &= over[i] <= 0;
			}
			List<Quota> quotas = new ArrayList<>(over.length);
			for (int i = 0; i < over.length; i++) {
				long debt = debt(i, now) + (admitted ? share(i).price(cost) : 0);
				this.paidAt[i] = now + debt;
				quotas.add(share(i).quota(debt, over[i]));
			}
			return List.copyOf(quotas);
		}

		synchronized void give(long cost, long now) {
			for (int i = 0; i < this.paidAt.length; i++) {
				this.paidAt[i] = now + Math.max(0, debt(i, now) - share(i).price(cost));
			}
		}

		private Share share(int i) {
			return LocalLimits.this.shares.get(i);
		}

		private long debt(int i, long now) {
			return Math.max(0, this.paidAt[i] - now);
		}

	}

}
