package io.github.redispatterns.ratelimit;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A policy with what this instance keeps for it.
 */
final class LimitState {

	// nobody knows when Redis is back; a second is the unit of Retry-After
	private static final Duration RETRY_WITHOUT_REDIS = Duration.ofSeconds(1);

	final CompiledPolicy compiled;

	final RateLimitMeters meters;

	private final @Nullable RefusalMemory refusals;

	private final LocalLimits local;

	LimitState(CompiledPolicy compiled, RateLimitMeters meters, RateLimitProperties properties) {
		this.compiled = compiled;
		this.meters = meters;
		this.refusals = (properties.refusals().size() > 0) ? new RefusalMemory(properties.refusals()) : null;
		this.local = new LocalLimits(compiled.policy, properties.local());
	}

	@Nullable Decision recall(String key, long cost, long now) {
		if (this.refusals == null) {
			return null;
		}
		List<Quota> quotas = this.refusals.recall(key, cost, now);
		return (quotas != null) ? this.compiled.decide(quotas, Decision.Source.REMEMBERED) : null;
	}

	void learn(Charge charge, CompiledPolicy policy, Decision decision, long sent) {
		if (this.refusals != null && decision instanceof Decision.Refused refused) {
			this.refusals.learn(charge.key(), charge.cost(), policy.policy.capacity(), refused, sent);
		}
	}

	void forget(String key) {
		if (this.refusals != null) {
			this.refusals.forget(key);
		}
	}

	void forgetAll() {
		if (this.refusals != null) {
			this.refusals.forgetAll();
		}
	}

	Decision withoutRedis(String key, long cost, long now) {
		String name = this.compiled.name();
		return switch (this.compiled.policy.whenUnavailable()) {
			case OPEN -> new Decision.Allowed(name, List.of(), Decision.Source.UNAVAILABLE, false);
			case CLOSED ->
				this.compiled.policy.shadow() ? new Decision.Allowed(name, List.of(), Decision.Source.UNAVAILABLE, true)
						: new Decision.Refused(name, List.of(), Decision.Source.UNAVAILABLE, RETRY_WITHOUT_REDIS);
			case LOCAL -> this.compiled.decide(this.local.take(key, cost, now), Decision.Source.LOCAL);
		};
	}

	void giveBackLocally(String key, long cost) {
		this.local.give(key, cost, System.nanoTime());
	}

}
