package io.github.redispatterns.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the refusals of one policy until they can end, so that a flood of refused
 * calls costs Redis nothing.
 * <p>
 * A refusal is remembered from before its command was sent, so it is forgotten no later
 * than Redis would admit again.
 */
final class RefusalMemory {

	private final Cache<String, Entry> entries;

	private final long longest;

	private volatile long forgottenAt = System.nanoTime();

	RefusalMemory(RateLimitProperties.Refusals properties) {
		this.entries = Caffeine.newBuilder().maximumSize(properties.size()).build();
		this.longest = properties.longest().toNanos();
	}

	@Nullable List<Quota> recall(String key, long cost, long now) {
		Entry entry = this.entries.getIfPresent(key);
		if (entry == null) {
			return null;
		}
		if (entry.until - now <= 0) {
			this.entries.asMap().remove(key, entry);
			return null;
		}
		return (cost >= entry.cost && cost <= entry.most) ? aged(entry.quotas, now - entry.since) : null;
	}

	/**
	 * Remember a refusal.
	 * @param key who was refused
	 * @param cost what was asked for
	 * @param capacity largest cost that is ever admitted; beyond it a refusal never ends
	 * @param refused the refusal
	 * @param sent nanosecond at which Redis was asked
	 */
	void learn(String key, long cost, long capacity, Decision.Refused refused, long sent) {
		Duration retryAfter = refused.retryAfter();
		long lasts = (retryAfter.compareTo(Duration.ofNanos(this.longest)) < 0) ? retryAfter.toNanos() : this.longest;
		Entry learned = new Entry(cost, (cost <= capacity) ? capacity : Long.MAX_VALUE, refused.quotas(), sent,
				sent + lasts);
		this.entries.asMap()
			.merge(key, learned, (known, other) -> (known.until - sent > 0 && known.cost < cost) ? known : other);
		// whoever forgot while Redis was being asked did not see this entry
		if (this.forgottenAt - sent >= 0) {
			this.entries.invalidate(key);
		}
	}

	void forget(String key) {
		this.forgottenAt = System.nanoTime();
		this.entries.invalidate(key);
	}

	void forgetAll() {
		this.forgottenAt = System.nanoTime();
		this.entries.invalidateAll();
	}

	private static List<Quota> aged(List<Quota> quotas, long nanos) {
		if (quotas.size() == 1) {
			return List.of(aged(quotas.get(0), nanos));
		}
		List<Quota> aged = new ArrayList<>(quotas.size());
		for (Quota quota : quotas) {
			aged.add(aged(quota, nanos));
		}
		return List.copyOf(aged);
	}

	private static Quota aged(Quota quota, long nanos) {
		return new Quota(quota.policy(), quota.tier(), quota.limit(), quota.period(), quota.remaining(),
				less(quota.reset(), nanos), less(quota.retryAfter(), nanos));
	}

	private static Duration less(Duration duration, long nanos) {
		if (duration.isZero() || duration == Quota.NEVER) {
			return duration;
		}
		Duration less = duration.minusNanos(nanos);
		return less.isNegative() ? Duration.ZERO : less;
	}

	/**
	 * One refusal.
	 *
	 * @param cost smallest cost known to be refused
	 * @param most largest cost that it tells about
	 * @param quotas what Redis said
	 * @param since nanosecond at which it was asked
	 * @param until nanosecond at which it is asked again
	 */
	private record Entry(long cost, long most, List<Quota> quotas, long since, long until) {
	}

}
