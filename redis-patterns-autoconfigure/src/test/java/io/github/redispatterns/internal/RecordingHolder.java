package io.github.redispatterns.internal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import io.github.redispatterns.LossCause;
import io.github.redispatterns.RedisUnavailableException;

/**
 * Holds something for tests, and remembers what it was asked and told.
 */
final class RecordingHolder implements Holding.Holder {

	final List<Duration> renewals = new CopyOnWriteArrayList<>();

	final List<LossCause> losses = new CopyOnWriteArrayList<>();

	final List<RedisUnavailableException> failures = new CopyOnWriteArrayList<>();

	final List<Thread> tellers = new CopyOnWriteArrayList<>();

	private final Function<Duration, Boolean> redis;

	private Runnable onLoss = () -> {
	};

	/**
	 * Create a holder.
	 * @param redis what Redis says to a renewal
	 */
	RecordingHolder(Function<Duration, Boolean> redis) {
		this.redis = redis;
	}

	static RecordingHolder renewed() {
		return new RecordingHolder((lease) -> true);
	}

	RecordingHolder onLoss(Runnable work) {
		this.onLoss = work;
		return this;
	}

	@Override
	public boolean renew(Duration lease) {
		this.renewals.add(lease);
		return this.redis.apply(lease);
	}

	@Override
	public void lost(LossCause cause) {
		this.tellers.add(Thread.currentThread());
		this.losses.add(cause);
		this.onLoss.run();
	}

	@Override
	public void notRenewed(RedisUnavailableException cause) {
		this.failures.add(cause);
	}

}
