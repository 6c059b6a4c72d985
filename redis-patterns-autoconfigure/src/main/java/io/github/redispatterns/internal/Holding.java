package io.github.redispatterns.internal;

import java.time.Duration;

import io.github.redispatterns.LossCause;
import io.github.redispatterns.RedisUnavailableException;

/**
 * Something in Redis that is held for a lease: a lock, a permit, an item of a pool.
 * <p>
 * It counts as lost here before Redis can give it to anybody else: time runs from before
 * the command that took or renewed it was sent, on the monotonic clock, and ends one
 * percent and two milliseconds early for clocks that drift.
 */
public final class Holding {

	private static final long DRIFT = 2_000_000;

	private static final long QUICKEST_RETRY = 20_000_000;

	private final Holder holder;

	private final LeaseKeeper keeper;

	private final boolean renewed;

	private final long maxHoldEnd;

	private volatile long length;

	private volatile long deadline;

	private volatile long renewal;

	private volatile boolean renewing;

	private volatile boolean held = true;

	Holding(Holder holder, LeaseKeeper keeper, Terms terms, long sent) {
		this.holder = holder;
		this.keeper = keeper;
		this.renewed = terms.renewed();
		this.maxHoldEnd = later(sent, terms.maxHold().toNanos());
		this.length = terms.lease().toNanos();
		begin(sent);
	}

	/**
	 * Tell whether nobody else can have it.
	 * @return whether it is held
	 */
	public boolean isValid() {
		return this.held && LeaseKeeper.now() < this.deadline;
	}

	/**
	 * Return how long nobody else can have it unless it is renewed.
	 * @return the time, zero if it is lost
	 */
	public Duration remaining() {
		return this.held ? Duration.ofNanos(Math.max(0, this.deadline - LeaseKeeper.now())) : Duration.ZERO;
	}

	/**
	 * Begin another lease of the same length now.
	 * @return whether it was still held
	 * @throws RedisUnavailableException if Redis cannot answer; the present lease goes on
	 */
	public boolean renewNow() {
		return extend(Duration.ofNanos(this.length));
	}

	/**
	 * Begin another lease now.
	 * @param lease its length, also of later renewals
	 * @return whether it was still held
	 * @throws RedisUnavailableException if Redis cannot answer; the present lease goes on
	 */
	public boolean extend(Duration lease) {
		if (!isValid()) {
			return false;
		}
		long sent = LeaseKeeper.now();
		if (!this.holder.renew(lease)) {
			lose(LossCause.TAKEN);
			return false;
		}
		this.length = lease.toNanos();
		begin(sent);
		this.keeper.lookBy(due());
		return this.held;
	}

	/**
	 * The holder gives it back and wants to hear no more of it.
	 * @return whether it was held until now; {@code false} if it was lost or given back
	 * before
	 */
	public boolean end() {
		boolean valid = LeaseKeeper.now() < this.deadline;
		return leave() && valid;
	}

	/**
	 * Look whether something is to be done.
	 * @param now the time
	 * @return when to look again
	 */
	long look(long now) {
		if (now >= this.deadline - LeaseKeeper.PRECISION) {
			lose((now >= this.maxHoldEnd) ? LossCause.MAX_HOLD : LossCause.EXPIRED);
			return Long.MAX_VALUE;
		}
		if (now >= this.renewal - LeaseKeeper.PRECISION && !this.renewing) {
			this.renewing = true;
			if (!this.keeper.execute(this::renew)) {
				retry();
			}
		}
		return due();
	}

	long due() {
		return this.renewing ? this.deadline : Math.min(this.deadline, this.renewal);
	}

	private void renew() {
		try {
			long sent = LeaseKeeper.now();
			if (!this.held) {
				return;
			}
			if (this.holder.renew(Duration.ofNanos(this.length))) {
				begin(sent);
				this.renewing = false;
			}
			else {
				lose(LossCause.TAKEN);
			}
		}
		catch (RedisUnavailableException ex) {
			this.holder.notRenewed(ex);
			retry();
		}
		this.keeper.lookBy(due());
	}

	private void retry() {
		this.renewal = LeaseKeeper.now() + Math.max(QUICKEST_RETRY, this.length / 20);
		this.renewing = false;
	}

	private void begin(long sent) {
		this.deadline = sent + this.length - this.length / 100 - DRIFT;
		boolean more = this.renewed && sent < this.maxHoldEnd;
		this.renewal = more ? sent + this.length / 3 : Long.MAX_VALUE;
	}

	private void lose(LossCause cause) {
		if (leave()) {
			this.holder.lost(cause);
		}
	}

	private synchronized boolean leave() {
		boolean was = this.held;
		this.held = false;
		if (was) {
			this.keeper.forget(this);
		}
		return was;
	}

	private static long later(long time, long nanos) {
		return (nanos > Long.MAX_VALUE - time) ? Long.MAX_VALUE : time + nanos;
	}

	/**
	 * For how long something is held.
	 *
	 * @param lease how long it is held without renewal
	 * @param renewed whether it is renewed by itself
	 * @param maxHold time after which it is no longer renewed
	 */
	public record Terms(Duration lease, boolean renewed, Duration maxHold) {
	}

	/** Whoever holds something. */
	public interface Holder {

		/**
		 * Ask Redis for another lease that begins now.
		 * @param lease its length
		 * @return {@code false} if it is not held any more
		 * @throws RedisUnavailableException if Redis cannot answer
		 */
		boolean renew(Duration lease);

		/**
		 * It was lost. Called once, on the thread that watches over all leases, so it
		 * must not block.
		 * @param cause why
		 */
		void lost(LossCause cause);

		/**
		 * A renewal failed and will be tried again.
		 * @param cause why
		 */
		void notRenewed(RedisUnavailableException cause);

	}

}
