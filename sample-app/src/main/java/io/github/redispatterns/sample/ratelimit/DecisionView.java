package io.github.redispatterns.sample.ratelimit;

import io.github.redispatterns.ratelimit.Decision;
import io.github.redispatterns.ratelimit.Quota;
import org.jspecify.annotations.Nullable;

/**
 * A decision as JSON.
 *
 * @param allowed whether the call may proceed
 * @param source who decided
 * @param policy name of the policy that binds
 * @param limit calls per period, or {@code null} if nobody could decide
 * @param remaining calls that would be admitted now
 * @param resetMillis time until the whole quota is there again
 * @param retryAfterMillis time until the same call is admitted
 */
record DecisionView(boolean allowed, Decision.Source source, String policy, @Nullable Long limit,
		@Nullable Long remaining, @Nullable Long resetMillis, @Nullable Long retryAfterMillis) {

	static DecisionView of(Decision decision) {
		if (decision.quotas().isEmpty()) {
			return new DecisionView(decision.allowed(), decision.source(), decision.policy(), null, null, null, null);
		}
		Quota quota = decision.binding();
		return new DecisionView(decision.allowed(), decision.source(), decision.policy(), quota.limit(),
				quota.remaining(), quota.reset().toMillis(), quota.retryAfter().toMillis());
	}

	boolean isWhole() {
		return this.remaining != null && this.remaining.equals(this.limit);
	}

}
