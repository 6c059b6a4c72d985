package io.github.redispatterns.semaphore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.github.redispatterns.LossCause;
import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.internal.Holding;
import io.github.redispatterns.internal.LeaseKeeper;
import io.github.redispatterns.internal.Require;
import org.jspecify.annotations.Nullable;

/**
 * One stake from the moment Redis granted it to its end.
 */
final class Leasehold implements Permit, Holding.Holder {

	private final LeaseContext context;

	private final Stake stake;

	private final long begin;

	private final List<Consumer<LossCause>> listeners = new ArrayList<>(0);

	private final Holding holding;

	private @Nullable LossCause loss;

	Leasehold(LeaseContext context, Stake stake, Holding.Terms terms, long sent) {
		this.context = context;
		this.stake = stake;
		this.begin = sent;
		this.holding = context.keeper().keep(this, terms, sent);
	}

	@Override
	public boolean isValid() {
		return this.holding.isValid();
	}

	@Override
	public Duration remaining() {
		return this.holding.remaining();
	}

	@Override
	public boolean extend(Duration lease) {
		Require.between(lease, PermitRequest.LEAST_LEASE, PermitRequest.LONGEST, "lease");
		return this.holding.extend(lease);
	}

	@Override
	public void onLost(Consumer<LossCause> listener) {
		LossCause cause;
		synchronized (this) {
			cause = this.loss;
			if (cause == null) {
				this.listeners.add(listener);
			}
		}
		if (cause != null) {
			this.context.tell(() -> listener.accept(cause));
		}
	}

	@Override
	public void close() {
		Duration left = this.holding.remaining();
		this.holding.end(() -> release(left));
	}

	private void release(Duration left) {
		try {
			ended(this.stake.release() ? SemaphoreMeters.Ending.RELEASED : SemaphoreMeters.Ending.LOST);
		}
		catch (RedisUnavailableException ex) {
			ended(SemaphoreMeters.Ending.UNCONFIRMED);
			this.context.releaseLater(this.stake, left);
		}
		finally {
			this.context.room().signal(this.stake.entity());
		}
	}

	private void ended(SemaphoreMeters.Ending ending) {
		this.context.meters().held(this.stake.name(), ending, LeaseKeeper.now() - this.begin);
	}

	@Override
	public boolean renew(Duration lease) {
		boolean renewed = this.stake.renew(lease);
		this.context.meters().renewed(renewed ? "renewed" : "lost");
		return renewed;
	}

	@Override
	public void notRenewed(RedisUnavailableException cause) {
		this.context.meters().renewed("failed");
	}

	@Override
	public void lost(LossCause cause) {
		List<Consumer<LossCause>> told;
		synchronized (this) {
			this.loss = cause;
			told = List.copyOf(this.listeners);
			this.listeners.clear();
		}
		ended(SemaphoreMeters.Ending.LOST);
		this.context.room().signal(this.stake.entity());
		told.forEach((listener) -> this.context.tell(() -> listener.accept(cause)));
		this.context.publish(this.stake.lost(cause));
	}

}
