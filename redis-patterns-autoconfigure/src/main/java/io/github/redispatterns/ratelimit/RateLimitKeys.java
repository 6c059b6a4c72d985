package io.github.redispatterns.ratelimit;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.redispatterns.internal.KeyFacet;
import io.github.redispatterns.internal.KeySpace;
import io.github.redispatterns.internal.KeyTemplate;

/**
 * Keys of rate limits: one per tier, one for reservations, all in the slot of policy and
 * caller.
 */
final class RateLimitKeys {

	static final String PATTERN = "ratelimit";

	static final List<KeyFacet> FACETS = List.of(
			new KeyFacet(PATTERN, "tat", "string", "until all debt is paid, at most burst / limit periods",
					"GCRA and token bucket; the TTL is the debt"),
			new KeyFacet(PATTERN, "window", "string", "one period from the first call", "fixed window: calls counted"),
			new KeyFacet(PATTERN, "log", "zset", "one period from the last call",
					"sliding window: one entry per admitted call"),
			new KeyFacet(PATTERN, "counter", "hash", "at most two periods",
					"sliding window counter: start, current, previous"),
			new KeyFacet(PATTERN, "holds", "zset", "hold plus the longest reset of the tiers",
					"reservations that are not settled"),
			new KeyFacet(PATTERN, "table", "hash", "longest override, at least a day",
					"overrides of all policies and when they changed"));

	private final KeySpace space;

	RateLimitKeys(KeySpace space) {
		this.space = space;
	}

	KeyTemplate tier(RateLimitPolicy policy, Tier tier) {
		String facet = switch (tier.algorithm()) {
			case GCRA, TOKEN_BUCKET -> "tat";
			case FIXED_WINDOW -> "window";
			case SLIDING_WINDOW -> "log";
			case SLIDING_WINDOW_COUNTER -> "counter";
		};
		return new KeyTemplate(this.space, PATTERN, policy.name(), facet + "." + tier.name());
	}

	KeyTemplate holds(RateLimitPolicy policy) {
		return new KeyTemplate(this.space, PATTERN, policy.name(), "holds");
	}

	byte[] overrides() {
		return (this.space.prefix(PATTERN) + "overrides}:table").getBytes(StandardCharsets.UTF_8);
	}

}
