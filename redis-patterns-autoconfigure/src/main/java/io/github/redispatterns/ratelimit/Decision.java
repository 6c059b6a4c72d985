package io.github.redispatterns.ratelimit;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * Outcome of asking for a limited call. A refusal is a value, not an exception, and has
 * consumed nothing.
 */
public sealed interface Decision {

	/**
	 * Return what was found in each tier.
	 * @return one quota per tier in the order of the policy; empty if Redis could not
	 * answer
	 */
	List<Quota> quotas();

	/**
	 * Return who decided.
	 * @return the source
	 */
	Source source();

	/**
	 * Whether the call may proceed.
	 * @return whether this is {@link Allowed}
	 */
	default boolean allowed() {
		return this instanceof Allowed;
	}

	/**
	 * Return the name of the policy that binds.
	 * @return name of the policy
	 */
	String policy();

	/**
	 * Return the tier that binds: the one that refuses longest, or the one with least
	 * left in proportion to its limit.
	 * @return the tier
	 * @throws IllegalStateException if Redis could not answer
	 */
	default Quota binding() {
		return quotas().stream()
			.max(Comparator.comparing(Quota::retryAfter)
				.thenComparing((quota) -> -(double) quota.remaining() / quota.limit()))
			.orElseThrow(() -> new IllegalStateException("No quota is known while the source is " + source()));
	}

	/** Who decided. */
	enum Source {

		/** Redis, now. */
		REDIS,

		/** This instance, which remembers a refusal by Redis that has not ended yet. */
		REMEMBERED,

		/** This instance with its share of the limit, because Redis is away. */
		LOCAL,

		/** Nobody: Redis is away and the policy says what to do. */
		UNAVAILABLE

	}

	/**
	 * The call may proceed.
	 *
	 * @param policy name of the policy that binds
	 * @param quotas what was found in each tier
	 * @param source who decided
	 * @param shadowed whether a shadow policy would have refused
	 */
	record Allowed(String policy, List<Quota> quotas, Source source, boolean shadowed) implements Decision {
	}

	/**
	 * The call must not proceed; nothing was consumed.
	 *
	 * @param policy name of the policy that refused
	 * @param quotas what was found in each tier
	 * @param source who decided
	 * @param retryAfter time before which the same call cannot be admitted, or
	 * {@link Quota#NEVER}
	 */
	record Refused(String policy, List<Quota> quotas, Source source, Duration retryAfter) implements Decision {
	}

}
