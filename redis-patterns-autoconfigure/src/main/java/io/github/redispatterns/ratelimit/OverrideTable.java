package io.github.redispatterns.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import io.github.redispatterns.PatternConfigurationException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Overrides that were read at once, and the policies that they make.
 */
final class OverrideTable {

	private static final Log logger = LogFactory.getLog(OverrideTable.class);

	private final long epoch;

	private final Map<String, List<Entry>> entries;

	/** Policies with the same overrides; as many as there are combinations. */
	private final Map<List<Entry>, CompiledPolicy> compiled = new ConcurrentHashMap<>();

	/**
	 * Create a table.
	 * @param epoch when the table was changed
	 * @param entries the overrides
	 */
	OverrideTable(long epoch, List<Entry> entries) {
		this.epoch = epoch;
		// applied in this order, so what is meant for one key has the last word
		this.entries = entries.stream()
			.sorted(Comparator.comparing((Entry entry) -> entry.override.key() != null))
			.collect(Collectors.groupingBy((entry) -> entry.override.policy()));
	}

	long epoch() {
		return this.epoch;
	}

	/**
	 * Return the policy that holds for a key.
	 * @param policy the policy as configured
	 * @param key who calls
	 * @param keys to name the keys of its tiers
	 * @return the policy with its overrides
	 */
	CompiledPolicy effective(CompiledPolicy policy, String key, RateLimitKeys keys) {
		List<Entry> all = this.entries.get(policy.name());
		if (all == null) {
			return policy;
		}
		long now = System.nanoTime();
		List<Entry> concerned = all.stream().filter((entry) -> entry.concerns(key, now)).toList();
		return concerned.isEmpty() ? policy
				: this.compiled.computeIfAbsent(concerned, (entries) -> apply(entries, policy, keys));
	}

	private static CompiledPolicy apply(List<Entry> entries, CompiledPolicy policy, RateLimitKeys keys) {
		RateLimitPolicy base = policy.policy;
		List<Tier> tiers = new ArrayList<>(base.tiers());
		for (Entry entry : entries) {
			String name = entry.override.tier();
			for (int i = 0; i < tiers.size(); i++) {
				if ((name == null && i == 0) || tiers.get(i).name().equals(name)) {
					tiers.set(i, overridden(base.tiers().get(i), entry.override));
				}
			}
		}
		return new CompiledPolicy(new RateLimitPolicy(base.name(), tiers, base.whenUnavailable(), base.shadow()), keys);
	}

	private static Tier overridden(Tier tier, LimitOverride override) {
		try {
			return tier.withLimit(override.limit());
		}
		catch (PatternConfigurationException ex) {
			// made by an instance that knows the policy with another tier
			logger.warn("An override is ignored, which policy '%s' does not allow here: %s".formatted(override.policy(),
					ex.getMessage()));
			return tier;
		}
	}

	/**
	 * An override until a moment.
	 *
	 * @param override the override
	 * @param until nanosecond at which it ends
	 */
	record Entry(LimitOverride override, long until) {

		LimitOverride left(long now) {
			return new LimitOverride(this.override.policy(), this.override.tier(), this.override.key(),
					this.override.limit(),
					Duration.ofSeconds(Math.max(1, Duration.ofNanos(this.until - now).toSeconds())));
		}

		boolean concerns(String key, long now) {
			return this.until - now > 0 && (this.override.key() == null || this.override.key().equals(key));
		}

	}

}
