package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.github.redispatterns.LossCause;
import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.internal.Caller;
import io.github.redispatterns.internal.Holding;
import io.github.redispatterns.internal.LeaseKeeper;
import org.jspecify.annotations.Nullable;

/**
 * One lock from its acquisition in Redis to its end, however many handles there are.
 */
final class Tenure implements Holding.Holder {

	private final TenureContext context;

	private final LockScheme scheme;

	private final LockRequest request;

	private final Claim claim;

	private final long fence;

	private final Object caller = Caller.current();

	private final long begin;

	private final Holding holding;

	private final List<Consumer<LossCause>> listeners = new ArrayList<>(0);

	private int handles = 1;

	private @Nullable LossCause loss;

	Tenure(TenureContext context, LockScheme scheme, LockRequest request, Claim claim, Holding.Terms terms, long fence,
			long sent) {
		this.context = context;
		this.scheme = scheme;
		this.request = request;
		this.claim = claim;
		this.fence = fence;
		this.begin = sent;
		this.holding = context.keeper().keep(this, terms, sent);
	}

	LockRequest request() {
		return this.request;
	}

	Claim claim() {
		return this.claim;
	}

	/**
	 * Return who may get it once more.
	 * @return the thread, or somebody who is no thread
	 */
	Object caller() {
		return this.caller;
	}

	long fence() {
		return this.fence;
	}

	Holding holding() {
		return this.holding;
	}

	Duration age() {
		return Duration.ofNanos(LeaseKeeper.now() - this.begin);
	}

	/**
	 * Get it once more.
	 * @return {@code false} if it is no longer held
	 */
	synchronized boolean enter() {
		if (this.handles == 0 || !this.holding.isValid()) {
			return false;
		}
		this.handles++;
		return true;
	}

	/**
	 * A handle was closed.
	 * @throws LockLostException if the lock was lost before
	 */
	void exit() {
		synchronized (this) {
			this.handles--;
			if (this.handles > 0) {
				return;
			}
		}
		this.context.forget(this);
		if (!this.holding.end()) {
			throw lost();
		}
		release();
	}

	private void release() {
		Duration keep = this.request.minHold().minus(age());
		try {
			if (!this.scheme.release(this.claim, keep.isNegative() ? Duration.ZERO : keep)) {
				lost(LossCause.TAKEN);
				throw lost();
			}
			ended(LockMeters.Ending.RELEASED);
		}
		catch (RedisUnavailableException ex) {
			// the work was done while the lock was held; its lease ends by itself
			ended(LockMeters.Ending.UNCONFIRMED);
			this.context.releaseLater(this.scheme, this.claim, this.holding.remaining());
		}
		finally {
			this.context.room().signal(this.claim.key().entity());
		}
	}

	/**
	 * End it here without giving it back.
	 */
	void detach() {
		this.context.forget(this);
		if (!this.holding.end()) {
			throw lost();
		}
		ended(LockMeters.Ending.RELEASED);
	}

	private void ended(LockMeters.Ending ending) {
		this.context.meters().held(this.request.name(), ending, LeaseKeeper.now() - this.begin);
	}

	private synchronized LockLostException lost() {
		return new LockLostException(this.request.name(), (this.loss != null) ? this.loss : LossCause.EXPIRED, age());
	}

	void onLost(Consumer<LossCause> listener) {
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
	public boolean renew(Duration lease) {
		boolean renewed = this.scheme.renew(this.claim, lease);
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
		this.context.forget(this);
		ended(LockMeters.Ending.LOST);
		this.context.room().signal(this.claim.key().entity());
		told.forEach((listener) -> this.context.tell(() -> listener.accept(cause)));
		this.context.publish(new LockEvent.Lost(this.claim.key().name(), this.claim.key().key(), cause));
	}

}
