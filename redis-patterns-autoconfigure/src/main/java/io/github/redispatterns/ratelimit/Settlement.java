package io.github.redispatterns.ratelimit;

import io.github.redispatterns.RedisUnavailableException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Keeps a reserved charge or gives it back, in Redis.
 *
 * @param scripts the scripts
 * @param state what this instance keeps for the policy
 * @param policy the policy that was charged
 * @param key who was charged
 * @param hold the reservation
 */
record Settlement(RateLimitScripts scripts, LimitState state, CompiledPolicy policy, String key,
		String hold) implements RedisReservation.Settlement {

	private static final Log logger = LogFactory.getLog(Settlement.class);

	@Override
	public void settle(boolean keep) {
		try {
			boolean inTime = this.scripts.settle(this.policy, this.key, this.hold, keep);
			if (!keep) {
				this.state.forget(this.key);
			}
			this.state.meters.settled(!inTime ? "late" : (keep ? "committed" : "cancelled"));
		}
		catch (RedisUnavailableException ex) {
			logger.debug("A reservation stays unsettled until its hold ends", ex);
			this.state.meters.settled("unsettled");
		}
	}

}
