package io.github.redispatterns.ratelimit.web;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;

import io.github.redispatterns.ratelimit.Decision;
import io.github.redispatterns.ratelimit.Quota;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Writes what is left of a limit: {@code RateLimit-Policy} and {@code RateLimit} as in
 * draft-ietf-httpapi-ratelimit-headers-10, and {@code X-RateLimit-*} for clients that
 * know no other.
 */
final class RateLimitHeaders {

	private static final Comparator<Quota> TIGHTNESS = Comparator.comparing(Quota::retryAfter)
		.thenComparing((quota) -> -(double) quota.remaining() / quota.limit());

	private final boolean standard;

	private final boolean legacy;

	private final Predicate<String> trials;

	/**
	 * Create headers.
	 * @param standard whether to write the standard ones
	 * @param legacy whether to write {@code X-RateLimit-*}
	 * @param trials tells by name which policies clients must not see anything of
	 */
	RateLimitHeaders(boolean standard, boolean legacy, Predicate<String> trials) {
		this.standard = standard;
		this.legacy = legacy;
		this.trials = trials;
	}

	List<Quota> visible(Decision decision) {
		return decision.quotas().stream().filter((quota) -> !this.trials.test(quota.policy())).toList();
	}

	void write(List<Quota> quotas, HttpServletResponse response) {
		if (quotas.isEmpty()) {
			return;
		}
		boolean refused = !quotas.stream().allMatch(Quota::admits);
		if (this.standard) {
			Map<String, Quota> named = named(quotas);
			response.setHeader("RateLimit-Policy", StructuredFields.list(named.entrySet()
				.stream()
				.map((entry) -> StructuredFields.string(entry.getKey()) + parameter("q", entry.getValue().limit())
						+ parameter("w", Math.max(1, seconds(entry.getValue().period()))))
				.toList()));
			response.setHeader("RateLimit",
					StructuredFields.list(named.entrySet()
						.stream()
						.map((entry) -> StructuredFields.string(entry.getKey())
								+ parameter("r", entry.getValue().remaining()) + time(entry.getValue(), refused))
						.toList()));
		}
		if (this.legacy) {
			Quota binding = quotas.stream().max(TIGHTNESS).orElseThrow();
			response.setHeader("X-RateLimit-Limit", Long.toString(binding.limit()));
			response.setHeader("X-RateLimit-Remaining", Long.toString(binding.remaining()));
			Duration reset = isRetried(binding) ? binding.retryAfter() : binding.reset();
			response.setHeader("X-RateLimit-Reset", Long.toString(seconds(reset)));
		}
	}

	/**
	 * Name tiers as clients see them: after the policy, and after the tier too where the
	 * policy has several.
	 * @param quotas the tiers
	 * @return the tiers by name; the tightest of those that share a name
	 */
	static Map<String, Quota> named(Collection<Quota> quotas) {
		Map<String, Quota> named = new LinkedHashMap<>();
		for (Quota quota : quotas) {
			boolean several = quotas.stream()
				.anyMatch((other) -> other.policy().equals(quota.policy()) && !other.tier().equals(quota.tier()));
			named.merge(several ? quota.policy() + "." + quota.tier() : quota.policy(), quota,
					BinaryOperator.maxBy(TIGHTNESS));
		}
		return named;
	}

	static long seconds(Duration duration) {
		return duration.getSeconds() + ((duration.getNano() > 0) ? 1 : 0);
	}

	private static String time(Quota quota, boolean refused) {
		if (isRetried(quota)) {
			return parameter("t", Math.max(1, seconds(quota.retryAfter())));
		}
		// Retry-After must not be earlier than any t, so a tier that would have admitted
		// the refused call does not say when its quota is whole
		return refused ? "" : parameter("t", seconds(quota.reset()));
	}

	static boolean isRetried(Quota quota) {
		return !quota.admits() && !quota.retryAfter().equals(Quota.NEVER);
	}

	private static String parameter(String key, long value) {
		return StructuredFields.parameter(key,
				StructuredFields.integer(Math.max(0, Math.min(value, StructuredFields.LARGEST))));
	}

}
