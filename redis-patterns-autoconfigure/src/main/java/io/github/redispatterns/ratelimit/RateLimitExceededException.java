package io.github.redispatterns.ratelimit;

/**
 * A limited method was called more often than its limit admits.
 */
public class RateLimitExceededException extends RuntimeException {

	private final transient Decision.Refused decision;

	/**
	 * Create the exception.
	 * @param decision the refusal
	 */
	public RateLimitExceededException(Decision.Refused decision) {
		super(message(decision), null, false, false);
		this.decision = decision;
	}

	/**
	 * Return the refusal.
	 * @return policy, quotas and the time to retry after
	 */
	public Decision.Refused getDecision() {
		return this.decision;
	}

	private static String message(Decision.Refused decision) {
		if (decision.source() == Decision.Source.UNAVAILABLE) {
			return "Rate limit '%s' cannot be checked while Redis is unavailable, and its policy is to refuse"
				.formatted(decision.policy());
		}
		Quota quota = decision.binding();
		return "Rate limit '%s' admits %d calls in %s; retry after %s".formatted(decision.policy(), quota.limit(),
				quota.period(),
				decision.retryAfter().equals(Quota.NEVER) ? "lowering the cost" : decision.retryAfter());
	}

}
