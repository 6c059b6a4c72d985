package io.github.redispatterns.ratelimit.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.redispatterns.internal.Require;
import io.github.redispatterns.ratelimit.RateLimitPolicy;
import io.github.redispatterns.ratelimit.RateLimits;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.RequestPath;

/**
 * The rules of the application.
 * <p>
 * Their policies are looked up when all beans are there and before the first request
 * comes, because annotations and beans make policies known too.
 */
final class HttpRules implements SmartInitializingSingleton {

	private final List<HttpRule> rules = new ArrayList<>();

	private final RateLimits limits;

	private volatile Set<String> trials = Set.of();

	HttpRules(List<RateLimitHttpProperties.Rule> rules, RateLimits limits) {
		for (int i = 0; i < rules.size(); i++) {
			this.rules.add(HttpRule.of(rules.get(i), RateLimitHttpProperties.place(i)));
		}
		this.limits = limits;
	}

	boolean isEmpty() {
		return this.rules.isEmpty();
	}

	List<HttpRule> matching(HttpServletRequest request) {
		PathContainer path = RequestPath.parse(request.getRequestURI(), request.getContextPath())
			.pathWithinApplication();
		List<HttpRule> matching = List.of();
		for (HttpRule rule : this.rules) {
			if (rule.matches(request.getMethod(), path)) {
				if (matching.isEmpty()) {
					matching = new ArrayList<>(this.rules.size());
				}
				matching.add(rule);
			}
		}
		return matching;
	}

	/**
	 * Whether a policy is on trial, so that clients must not see anything of it.
	 * @param policy name of the policy
	 * @return whether it is a shadow policy
	 */
	boolean isTrial(String policy) {
		return this.trials.contains(policy);
	}

	@Override
	public void afterSingletonsInstantiated() {
		Map<String, RateLimitPolicy> known = this.limits.policies()
			.stream()
			.collect(Collectors.toMap(RateLimitPolicy::name, Function.identity(), (one, other) -> one, TreeMap::new));
		for (int i = 0; i < this.rules.size(); i++) {
			HttpRule rule = this.rules.get(i);
			String place = RateLimitHttpProperties.place(i);
			RateLimitPolicy policy = known.get(rule.policy());
			Require.that(policy != null, place + ".policy", rule.policy(),
					"the name of a policy in 'redis-patterns.ratelimit.policies'; known are " + known.keySet());
			if (policy != null) {
				Require.that(rule.cost() <= policy.capacity(), place + ".cost", rule.cost(),
						"at most %d, the most that policy '%s' ever admits at once".formatted(policy.capacity(),
								policy.name()));
			}
		}
		this.trials = known.values()
			.stream()
			.filter(RateLimitPolicy::shadow)
			.map(RateLimitPolicy::name)
			.collect(Collectors.toUnmodifiableSet());
	}

}
