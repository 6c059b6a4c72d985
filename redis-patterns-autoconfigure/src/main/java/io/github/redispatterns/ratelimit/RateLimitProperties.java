package io.github.redispatterns.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.redispatterns.internal.AdviceOrder;
import io.github.redispatterns.internal.Require;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for rate limits.
 *
 * @param enabled whether rate limits are configured
 * @param adviceOrder order of the advice of @RateLimited among other advice
 * @param whenUnavailable what policies do while Redis cannot decide unless they say
 * otherwise
 * @param policies named policies
 * @param refusals how refusals are remembered
 * @param local how each instance limits on its own while Redis is away
 * @param reservationHold time after which an unsettled reservation is given back
 * @param refreshInterval time within which overrides and resets reach the other instances
 */
@ConfigurationProperties("redis-patterns.ratelimit")
public record RateLimitProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("" + AdviceOrder.RATE_LIMITED) int adviceOrder,
		@DefaultValue("open") WhenUnavailable whenUnavailable, @DefaultValue Map<String, Policy> policies,
		@DefaultValue Refusals refusals, @DefaultValue Local local, @DefaultValue("1m") Duration reservationHold,
		@DefaultValue("5s") Duration refreshInterval) {

	public RateLimitProperties {
		Require.between(reservationHold, Duration.ofSeconds(1), Duration.ofDays(1),
				"redis-patterns.ratelimit.reservation-hold");
		Require.between(refreshInterval, Duration.ofMillis(100), Duration.ofHours(1),
				"redis-patterns.ratelimit.refresh-interval");
	}

	/**
	 * A named policy: one limit, or several tiers.
	 *
	 * @param limit calls per period
	 * @param period length of the period
	 * @param burst calls admitted at once by GCRA and TOKEN_BUCKET; the limit if left out
	 * @param algorithm how the limit decides; GCRA if left out
	 * @param tiers several limits that are decided together, instead of one
	 * @param whenUnavailable what to do while Redis cannot decide
	 * @param shadow whether refusals are only counted
	 */
	public record Policy(@Nullable Long limit, @Nullable Duration period, @Nullable Long burst,
			@Nullable Algorithm algorithm, @DefaultValue List<TierSpec> tiers,
			@Nullable WhenUnavailable whenUnavailable, @DefaultValue("false") boolean shadow) {
	}

	/**
	 * One limit of several.
	 *
	 * @param name name of the tier; its period if left out
	 * @param limit calls per period
	 * @param period length of the period
	 * @param burst calls admitted at once by GCRA and TOKEN_BUCKET; the limit if left out
	 * @param algorithm how the limit decides
	 */
	public record TierSpec(@Nullable String name, @Nullable Long limit, @Nullable Duration period, @Nullable Long burst,
			@DefaultValue("gcra") Algorithm algorithm) {
	}

	/**
	 * How refusals are remembered.
	 *
	 * @param size keys per policy whose refusal is remembered; 0 remembers none
	 * @param longest time after which Redis is asked again although the refusal lasts
	 */
	public record Refusals(@DefaultValue("10000") int size, @DefaultValue("1m") Duration longest) {

		public Refusals {
			Require.that(size >= 0 && size <= 10_000_000, "redis-patterns.ratelimit.refusals.size", size,
					"from 0 to 10000000");
			Require.between(longest, Duration.ofMillis(1), Duration.ofDays(1),
					"redis-patterns.ratelimit.refusals.longest");
		}

	}

	/**
	 * How each instance limits on its own while Redis is away.
	 *
	 * @param instances number of instances that share a limit
	 * @param size keys per policy that are counted
	 */
	public record Local(@DefaultValue("1") int instances, @DefaultValue("10000") int size) {

		public Local {
			Require.that(instances >= 1 && instances <= 10_000, "redis-patterns.ratelimit.local.instances", instances,
					"from 1 to 10000");
			Require.that(size >= 1 && size <= 10_000_000, "redis-patterns.ratelimit.local.size", size,
					"from 1 to 10000000");
		}

	}

}
