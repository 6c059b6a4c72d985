package io.github.redispatterns.ratelimit;

import java.time.Duration;

import io.github.redispatterns.internal.Require;
import org.jspecify.annotations.Nullable;

/**
 * Another limit for a while, on every instance, without a deployment.
 *
 * @param policy name of the policy
 * @param tier name of the tier, or {@code null} for the first one
 * @param key whose limit it is, or {@code null} for everybody's
 * @param limit calls per period, 1 or more; the burst changes in proportion
 * @param ttl how long it holds, from one second to 366 days
 */
public record LimitOverride(String policy, @Nullable String tier, @Nullable String key, long limit, Duration ttl) {

	public LimitOverride {
		Require.text(policy, "policy");
		Require.that(limit >= 1, "limit", limit, "1 or more");
		Require.between(ttl, Duration.ofSeconds(1), Duration.ofDays(366), "ttl");
	}

}
