package io.github.redispatterns.ratelimit;

import java.util.ArrayList;
import java.util.List;

import io.github.redispatterns.RedisUnavailableException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Takes several charges one after another, or none: what was taken is given back when one
 * is refused.
 */
final class JointCharges {

	private static final Log logger = LogFactory.getLog(JointCharges.class);

	private final RedisRateLimits limits;

	private final List<Charge> taken = new ArrayList<>();

	private final List<Charge> takenLocally = new ArrayList<>();

	private final List<Quota> quotas = new ArrayList<>();

	private Decision.Source source = Decision.Source.REDIS;

	private boolean shadowed;

	JointCharges(RedisRateLimits limits) {
		this.limits = limits;
	}

	/**
	 * Take all, or none.
	 * @param charges the charges, at least one, of known policies
	 * @return the first refusal, or an admission with the quotas of all
	 */
	Decision take(List<Charge> charges) {
		boolean done = false;
		try {
			for (Charge charge : charges) {
				Decision decision = this.limits.tryAcquire(charge);
				if (!(decision instanceof Decision.Allowed allowed)) {
					return decision;
				}
				add(charge, allowed);
			}
			done = true;
			return admission(charges.get(0).policy());
		}
		finally {
			if (!done) {
				giveBack();
			}
		}
	}

	private void add(Charge charge, Decision.Allowed allowed) {
		if (!allowed.shadowed()) {
			switch (allowed.source()) {
				case REDIS -> this.taken.add(charge);
				case LOCAL -> this.takenLocally.add(charge);
				case REMEMBERED, UNAVAILABLE -> {
				}
			}
		}
		if (allowed.source() != Decision.Source.REDIS) {
			this.source = allowed.source();
		}
		this.shadowed |= allowed.shadowed();
		this.quotas.addAll(allowed.quotas());
	}

	private Decision admission(String first) {
		Decision.Allowed all = new Decision.Allowed(first, List.copyOf(this.quotas), this.source, this.shadowed);
		return all.quotas().isEmpty() ? all
				: new Decision.Allowed(all.binding().policy(), all.quotas(), this.source, this.shadowed);
	}

	private void giveBack() {
		this.takenLocally.forEach(this.limits::giveBackLocally);
		for (Charge charge : this.taken) {
			try {
				this.limits.refund(charge);
			}
			catch (RedisUnavailableException ex) {
				logger.debug("A charge could not be given back because Redis went away", ex);
			}
		}
	}

}
