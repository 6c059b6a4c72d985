package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

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

	private static final Duration AFTER_LOSS = Duration.ofSeconds(1);

	private final TenureContext context;

	private final LockScheme scheme;

	private final LockRequest request;

	private final Claim claim;

	private final long fence;

	private final Object caller = Caller.current();

	private final String threadName = Thread.currentThread().getName();

	private final long begin;

	private final Holding holding;

	private final List<Consumer<LossCause>> listeners = new ArrayList<>(0);

	private int handles = 1;

	private @Nullable LossCause loss;

	private volatile boolean unconfirmed;

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

	/**
	 * Return for people who took it.
	 * @return name of the thread
	 */
	String threadName() {
		return this.threadName;
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
		exit(this::keep);
	}

	/**
	 * A handle was closed by somebody who says how long others are still kept out.
	 * @param keep how long
	 * @throws LockLostException if the lock was lost before
	 */
	void exit(Duration keep) {
		exit(() -> keep);
	}

	/**
	 * A handle was closed that nobody worked with.
	 */
	void giveUp() {
		try {
			exit(() -> Duration.ZERO);
		}
		catch (LockLostException ex) {
			// nobody relied on it
		}
	}

	private void exit(Supplier<Duration> keep) {
		synchronized (this) {
			this.handles--;
			if (this.handles > 0) {
				return;
			}
		}
		this.context.forget(this);
		Duration left = this.holding.remaining();
		if (!this.holding.end(() -> release(left, keep))) {
			throw lost();
		}
	}

	private void release(Duration left, Supplier<Duration> keep) {
		try {
			if (!this.scheme.release(this.claim, keep.get()) && !this.scheme.isUntouched(this.claim, this.fence)) {
				lost(LossCause.TAKEN);
				throw lost();
			}
			ended(LockMeters.Ending.RELEASED);
		}
		catch (RedisUnavailableException ex) {
			// the work was done while the lock was held; its lease ends by itself
			ended(LockMeters.Ending.UNCONFIRMED);
			this.context.releaseLater(this.scheme, this.claim, left, TenureContext.FIRST_RETRY, keep);
		}
		finally {
			this.context.room().signal(this.claim.key().entity());
		}
	}

	private Duration keep() {
		Duration keep = this.request.minHold().minus(age());
		return keep.isNegative() ? Duration.ZERO : keep;
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
		this.unconfirmed = true;
		boolean renewed = this.scheme.renew(this.claim, lease);
		this.unconfirmed = false;
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
		if (this.unconfirmed) {
			// Redis may renew it yet, for nobody
			this.context.releaseLater(this.scheme, this.claim, TenureContext.LONGEST_OUTAGE, AFTER_LOSS,
					() -> Duration.ZERO);
		}
		this.context.publish(new LockEvent.Lost(this.claim.key().name(), this.claim.key().key(), cause));
	}

}
