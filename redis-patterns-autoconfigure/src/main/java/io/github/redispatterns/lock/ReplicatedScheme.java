package io.github.redispatterns.lock;

import java.time.Duration;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.RedisUnavailableException;

/**
 * Locks that are held only when replicas have acknowledged it.
 */
final class ReplicatedScheme implements LockScheme {

	private final LockScheme acknowledged;

	private final LockScheme plain;

	/**
	 * Create a scheme.
	 * @param acknowledged fails unless replicas acknowledge
	 * @param plain the same without that
	 */
	ReplicatedScheme(LockScheme acknowledged, LockScheme plain) {
		this.acknowledged = acknowledged;
		this.plain = plain;
	}

	@Override
	public Taking take(Claim claim, Duration lease, boolean waiting) {
		try {
			return this.acknowledged.take(claim, lease, waiting);
		}
		catch (RedisUnavailableException ex) {
			if (ex.getCause() == null) {
				giveBack(claim, ex);
			}
			throw ex;
		}
		catch (PatternConfigurationException ex) {
			giveBack(claim, ex);
			throw ex;
		}
	}

	// Redis did answer: it is held there, and no replica may know
	private void giveBack(Claim claim, RuntimeException reason) {
		try {
			this.plain.release(claim, Duration.ZERO);
		}
		catch (RedisUnavailableException ex) {
			reason.addSuppressed(ex);
		}
	}

	@Override
	public boolean renew(Claim claim, Duration lease) {
		return this.acknowledged.renew(claim, lease);
	}

	@Override
	public boolean release(Claim claim, Duration keep) {
		return this.plain.release(claim, keep);
	}

	@Override
	public void leave(Claim claim) {
		this.plain.leave(claim);
	}

	@Override
	public boolean concerns(Claim claim, String signal) {
		return this.plain.concerns(claim, signal);
	}

	@Override
	public boolean exclusive() {
		return this.plain.exclusive();
	}

}
