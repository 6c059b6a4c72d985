package io.github.redispatterns.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.redispatterns.PatternConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * Makes policies of what properties say, with messages that name the property.
 */
final class PolicyFactory {

	private static final String PREFIX = "redis-patterns.ratelimit.policies.";

	private PolicyFactory() {
	}

	static List<RateLimitPolicy> policies(RateLimitProperties properties) {
		List<RateLimitPolicy> policies = new ArrayList<>();
		properties.policies().forEach((name, policy) -> policies.add(policy(name, policy, properties)));
		return policies;
	}

	private static RateLimitPolicy policy(String name, RateLimitProperties.Policy policy,
			RateLimitProperties properties) {
		String place = PREFIX + name;
		WhenUnavailable whenUnavailable = (policy.whenUnavailable() != null) ? policy.whenUnavailable()
				: properties.whenUnavailable();
		return at(place, () -> new RateLimitPolicy(name, tiers(place, policy), whenUnavailable, policy.shadow()));
	}

	private static List<Tier> tiers(String place, RateLimitProperties.Policy policy) {
		boolean single = policy.limit() != null || policy.period() != null || policy.burst() != null
				|| policy.algorithm() != null;
		if (single == !policy.tiers().isEmpty()) {
			throw new PatternConfigurationException("'" + place + "'",
					single ? "has both a limit of its own and tiers" : "has neither a limit nor tiers",
					"Give 'limit' and 'period', or 'tiers'.");
		}
		if (single) {
			Algorithm algorithm = (policy.algorithm() != null) ? policy.algorithm() : Algorithm.GCRA;
			return List.of(tier(place, null, algorithm, policy.limit(), policy.period(), policy.burst()));
		}
		List<Tier> tiers = new ArrayList<>();
		for (int i = 0; i < policy.tiers().size(); i++) {
			RateLimitProperties.TierSpec tier = policy.tiers().get(i);
			tiers.add(tier(place + ".tiers[" + i + "]", tier.name(), tier.algorithm(), tier.limit(), tier.period(),
					tier.burst()));
		}
		return tiers;
	}

	static Tier tier(String place, @Nullable String name, Algorithm algorithm, @Nullable Long limit,
			@Nullable Duration period, @Nullable Long burst) {
		if (limit == null || period == null) {
			throw new PatternConfigurationException("'" + place + "." + ((limit != null) ? "period" : "limit") + "'",
					"is missing", "Give both 'limit' and 'period'.");
		}
		return at(place, () -> new Tier((name != null) ? name : Tier.name(period), algorithm, limit, period,
				(burst != null) ? burst : limit));
	}

	/**
	 * Put the place in front of a complaint about one of its parts.
	 * @param <T> what is made
	 * @param place the property or annotation
	 * @param action makes it
	 * @return what was made
	 */
	static <T> T at(String place, java.util.function.Supplier<T> action) {
		try {
			return action.get();
		}
		catch (PatternConfigurationException ex) {
			if (ex.getPlace().contains(place)) {
				throw ex;
			}
			String message = String.valueOf(ex.getMessage());
			String problem = message.substring(ex.getPlace().length(), message.length() - ex.getAction().length());
			String part = ex.getPlace().replace("'", "");
			part = part.substring(part.lastIndexOf('.') + 1);
			throw new PatternConfigurationException("'" + place + "." + part + "'",
					problem.trim().replaceAll("\\.$", ""), "Change it there.");
		}
	}

}
