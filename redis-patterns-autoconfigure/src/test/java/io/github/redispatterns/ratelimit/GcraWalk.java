package io.github.redispatterns.ratelimit;

import java.util.Random;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.EstimationProbe;
import io.github.bucket4j.TimeMeter;
import io.github.redispatterns.ratelimit.WatchedKey.Seen;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random calls of one key of a GCRA tier, each of which Bucket4j's bucket must decide
 * alike.
 * <p>
 * The server's exact time of a decision follows from the key: it expires when the debt is
 * paid. Redis 7.0 reads the clock again for a relative expiry, so a decision may store a
 * debt that ends a little later than the one it returned; that {@code drift} is computed,
 * must not be negative, and is taken from the bucket's clock. A debt that was paid before
 * anybody looked leaves a full bucket.
 */
final class GcraWalk {

	private static final long NONE = -1;

	private final RateLimits limits;

	private final RateLimitPolicy policy;

	private final WatchedKey key;

	private final Random random;

	private final CompiledTier tier;

	private final Clock clock = new Clock();

	private final Bucket bucket;

	private long endsAt = NONE;

	private long slack;

	GcraWalk(RateLimits limits, RateLimitPolicy policy, WatchedKey key, CompiledTier tier, Random random) {
		this.limits = limits;
		this.policy = policy;
		this.key = key;
		this.tier = tier;
		this.random = random;
		this.clock.set(key.seeAndPass(0).micros() / 1_000);
		Tier plain = tier.tier;
		this.bucket = Bucket.builder()
			.addLimit((limit) -> limit.capacity(plain.burst()).refillGreedy(plain.limit(), plain.period()))
			.withCustomTimePrecision(this.clock)
			.build();
	}

	/** Make one call and compare. */
	void step() {
		long jump = jump();
		int dice = this.random.nextInt(10);
		Seen seen;
		if (dice == 0) {
			Decision decision = this.limits.peek(this.policy.name(), "ada");
			seen = this.key.seeAndPass(jump);
			compareUnchanged(decision.quotas().get(0), 1, seen);
		}
		else if (dice == 1) {
			long cost = 1 + this.random.nextInt(3);
			this.limits.refund(new Charge(this.policy.name(), "ada", cost));
			seen = this.key.seeAndPass(jump);
			compareRefund(cost, seen);
		}
		else {
			long cost = cost();
			Decision decision = this.limits.tryAcquire(new Charge(this.policy.name(), "ada", cost));
			seen = this.key.seeAndPass(jump);
			if (decision.allowed() && cost > 0) {
				compareAdmission(decision.quotas().get(0), cost, seen);
			}
			else {
				assertThat(decision.allowed()).isEqualTo(cost == 0);
				compareUnchanged(decision.quotas().get(0), cost, seen);
			}
		}
		this.endsAt = seen.stays() ? seen.endsAt() - jump : NONE;
		this.slack = seen.value();
		this.clock.jump(jump);
	}

	private void compareAdmission(Quota quota, long cost, Seen seen) {
		long price = cost * this.tier.one;
		long reset = quota.reset().toMillis();
		long debt = (seen.isThere() ? reset * this.tier.den - seen.value() : debtBehind(reset, price)) - price;
		assertThat(debt).isNotNegative();
		if (debt > 0) {
			long decidedAt = decidedAt(debt);
			this.clock.set(decidedAt);
			if (seen.isThere()) {
				this.clock.drift(seen.endsAt() - reset - decidedAt);
			}
		}
		else {
			// if it is paid again already, it was taken so long ago at least
			this.clock.set((seen.isThere() ? seen.endsAt() : seen.micros() / 1_000) - reset);
		}
		assertThat(this.bucket.tryConsume(cost)).isTrue();
		assertThat(quota.remaining()).isEqualTo(this.bucket.getAvailableTokens());
		assertThat(quota.retryAfter()).isZero();
	}

	private void compareUnchanged(Quota quota, long cost, Seen seen) {
		long reset = quota.reset().toMillis();
		if (reset > 0) {
			assertThat(this.endsAt).isNotEqualTo(NONE);
			this.clock.set(this.endsAt - reset);
		}
		else {
			this.clock.set(seen.micros() / 1_000);
		}
		assertThat(quota.remaining()).isEqualTo(this.bucket.getAvailableTokens());
		if (cost > 0) {
			EstimationProbe probe = this.bucket.estimateAbilityToConsume(cost);
			long nanos = probe.getNanosToWaitForRefill();
			assertThat(quota.admits()).isEqualTo(probe.canBeConsumed());
			if (cost > this.tier.tier.burst()) {
				assertThat(quota.retryAfter()).isEqualTo(Quota.NEVER);
			}
			else {
				assertThat(quota.retryAfter().toMillis()).isEqualTo((nanos + 999_999) / 1_000_000);
			}
		}
	}

	private void compareRefund(long cost, Seen seen) {
		if (seen.isThere()) {
			// true of any moment, so the moment need not be known
			long difference = (seen.endsAt() - this.endsAt) * this.tier.den - seen.value() + this.slack
					+ cost * this.tier.one;
			assertThat(difference % this.tier.den).isZero();
			this.clock.drift(difference / this.tier.den);
		}
		else {
			this.clock.set(seen.micros() / 1_000);
			assertThat(this.bucket.getAvailableTokens() + cost).isGreaterThanOrEqualTo(this.tier.tier.burst());
		}
		this.bucket.addTokens(cost);
	}

	private long decidedAt(long debt) {
		assertThat(this.endsAt).isNotEqualTo(NONE);
		assertThat((debt + this.slack) % this.tier.den).isZero();
		return this.endsAt - (debt + this.slack) / this.tier.den;
	}

	/**
	 * The only debt with this reset that can follow from what was there before.
	 */
	private long debtBehind(long reset, long price) {
		if (this.endsAt == NONE || reset == ceilDiv(price)) {
			return price;
		}
		return (reset - ceilDiv(price - this.slack)) * this.tier.den - this.slack + price;
	}

	private long ceilDiv(long parts) {
		return -Math.floorDiv(-parts, this.tier.den);
	}

	private long jump() {
		double each = (double) this.tier.one / this.tier.den;
		double whole = (double) this.tier.capacity / this.tier.den;
		return switch (this.random.nextInt(10)) {
			case 0, 1, 2, 3 -> 0;
			case 4, 5, 6 -> (long) (this.random.nextDouble() * 2 * each);
			case 7, 8 -> (long) (this.random.nextDouble() * whole);
			default -> (long) (this.random.nextDouble() * 3 * whole);
		};
	}

	private long cost() {
		long burst = this.tier.tier.burst();
		return switch (this.random.nextInt(10)) {
			case 0 -> 0;
			case 1 -> burst;
			case 2 -> burst + 1 + this.random.nextInt(3);
			case 3, 4 -> 1 + (long) (this.random.nextDouble() * burst);
			default -> 1;
		};
	}

	/** The server's clock with what passed without waiting. */
	private static final class Clock implements TimeMeter {

		private long jumped;

		private long millis;

		void set(long serverMillis) {
			long next = serverMillis + this.jumped;
			assertThat(next).isGreaterThanOrEqualTo(this.millis);
			this.millis = next;
		}

		void jump(long millis) {
			this.jumped += millis;
		}

		void drift(long millis) {
			assertThat(millis).isNotNegative();
			this.jumped -= millis;
		}

		@Override
		public long currentTimeNanos() {
			return this.millis * 1_000_000;
		}

		@Override
		public boolean isWallClockBased() {
			return false;
		}

	}

}
