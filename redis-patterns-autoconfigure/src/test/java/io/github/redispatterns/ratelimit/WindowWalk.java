package io.github.redispatterns.ratelimit;

import java.util.Random;

import io.github.redispatterns.ratelimit.WatchedKey.Seen;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random calls of one key of a window tier, each of which a model decides alike.
 */
final class WindowWalk {

	private final RateLimits limits;

	private final RateLimitPolicy policy;

	private final WatchedKey key;

	private final WindowModel model;

	private final Random random;

	private final Tier tier;

	private long since;

	WindowWalk(RateLimits limits, RateLimitPolicy policy, WatchedKey key, WindowModel model, Random random) {
		this.limits = limits;
		this.policy = policy;
		this.key = key;
		this.model = model;
		this.random = random;
		this.tier = policy.tiers().get(0);
		this.since = key.seeAndPass(0).micros();
	}

	/** Make one call and compare. */
	void step() {
		long jump = (this.random.nextInt(3) == 0)
				? (long) (this.random.nextDouble() * 2.2 * this.tier.period().toMillis())
				: this.random.nextInt((int) (3 * this.tier.period().toMillis() / this.tier.limit()));
		boolean looks = this.random.nextInt(8) == 0;
		long cost = looks ? 1 : cost();
		Decision decision = looks ? this.limits.peek(this.policy.name(), "ada")
				: this.limits.tryAcquire(new Charge(this.policy.name(), "ada", cost));
		Seen seen = this.key.seeAndPass(jump);
		boolean takes = decision.allowed() && cost > 0 && !looks;
		Quota quota = decision.quotas().get(0);
		this.model.settle(this.since, seen, quota, takes);
		long left = this.model.left();
		assertThat(quota.remaining()).isEqualTo(left - (takes ? cost : 0));
		assertThat(decision.allowed()).isEqualTo(cost <= left);
		this.model.compareRetry(quota, cost);
		if (takes) {
			this.model.take(cost);
		}
		this.model.pass(jump, seen.stays());
		this.since = seen.micros();
	}

	private long cost() {
		return switch (this.random.nextInt(10)) {
			case 0 -> 0;
			case 1 -> this.tier.limit();
			case 2 -> this.tier.limit() + 1 + this.random.nextInt(2);
			case 3, 4 -> 1 + this.random.nextInt((int) this.tier.limit());
			default -> 1;
		};
	}

}
