package io.github.redispatterns.internal;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

import io.github.redispatterns.LossCause;
import io.github.redispatterns.RedisUnavailableException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Something in Redis that is held for a lease: a lock, a permit, an item of a pool.
 * <p>
 * It counts as lost here before Redis can give it to anybody else: time runs from before
 * the command that took or renewed it was sent, on the monotonic clock, and ends early:
 * one percent and two milliseconds for clocks that drift, and a twentieth, at most a
 * quarter of a second, for telling the holder.
 */
public final class Holding {

	private static final Log logger = LogFactory.getLog(Holding.class);

	private static final long DRIFT = 2_000_000;

	private static final long LONGEST_NOTICE = 250_000_000;

	private static final long QUICKEST_RETRY = 20_000_000;

	private final Holder holder;

	private final LeaseKeeper keeper;

	private final boolean renewed;

	private final long maxHoldEnd;

	/** One asks Redis at a time: answers out of order would say how long it is not. */
	private final ReentrantLock asking = new ReentrantLock();

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
		begin(sent, terms.lease().toNanos());
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
		return isValid() && prolong(null);
	}

	/**
	 * Begin another lease now. Redis never ends it sooner than it would have ended.
	 * @param lease its length, also of later renewals
	 * @return whether it was still held
	 * @throws RedisUnavailableException if Redis cannot answer; the present lease goes on
	 */
	public boolean extend(Duration lease) {
		return isValid() && prolong(lease);
	}

	/**
	 * The holder gives it back and wants to hear no more of it.
	 * @return whether it was held until now; {@code false} if it was lost or given back
	 * before
	 */
	public boolean end() {
		return end(() -> {
		});
	}

	/**
	 * The holder gives it back and wants to hear no more of it. A shutdown waits until
	 * Redis has it back.
	 * @param giveBack tells Redis; not called if it was lost or given back before
	 * @return whether it was held until now
	 */
	public boolean end(Runnable giveBack) {
		long now = LeaseKeeper.now();
		if (now >= this.deadline) {
			lose(lossAt(now));
			return false;
		}
		if (!leave()) {
			return false;
		}
		try {
			giveBack.run();
		}
		finally {
			this.keeper.forget(this);
		}
		return true;
	}

	/**
	 * Look whether something is to be done.
	 * @param now the time
	 * @return when to look again
	 */
	long look(long now) {
		if (!this.held) {
			return Long.MAX_VALUE;
		}
		if (isDue(this.deadline, now)) {
			expire(now);
		}
		else if (isDue(this.renewal, now) && !this.renewing) {
			this.renewing = true;
			if (!this.keeper.execute(this::renew)) {
				retry();
			}
		}
		return due();
	}

	private boolean isDue(long time, long now) {
		return now >= time - Math.min(LeaseKeeper.PRECISION, this.length / 20);
	}

	long due() {
		if (!this.held) {
			return Long.MAX_VALUE;
		}
		return this.renewing ? this.deadline : Math.min(this.deadline, this.renewal);
	}

	private void renew() {
		try {
			if (this.held) {
				prolong(null);
				this.renewing = false;
			}
		}
		catch (RuntimeException ex) {
			notRenewed(ex);
		}
		finally {
			if (this.renewing) {
				retry();
			}
			this.keeper.lookBy(due());
		}
	}

	private void notRenewed(RuntimeException cause) {
		if (cause instanceof RedisUnavailableException unavailable) {
			this.holder.notRenewed(unavailable);
			return;
		}
		logger.warn("A renewal failed and will be tried again", cause);
		this.holder.notRenewed(new RedisUnavailableException("A renewal failed", cause));
	}

	private void retry() {
		this.renewal = LeaseKeeper.now() + Math.max(QUICKEST_RETRY, this.length / 20);
		this.renewing = false;
	}

	private boolean prolong(@Nullable Duration lease) {
		this.asking.lock();
		try {
			Duration wanted = (lease != null) ? lease : Duration.ofNanos(this.length);
			long sent = LeaseKeeper.now();
			if (!this.holder.renew(wanted)) {
				lose(LossCause.TAKEN);
				return false;
			}
			begin(sent, wanted.toNanos());
		}
		finally {
			this.asking.unlock();
		}
		this.keeper.lookBy(due());
		return this.held;
	}

	private synchronized void begin(long sent, long nanos) {
		this.length = nanos;
		this.deadline = end(sent, nanos);
		boolean more = this.renewed && sent < this.maxHoldEnd;
		this.renewal = more ? sent + nanos / 3 : Long.MAX_VALUE;
	}

	private void expire(long now) {
		synchronized (this) {
			// a renewal may just have come back
			if (!isDue(this.deadline, now) || !leave()) {
				return;
			}
		}
		this.keeper.forget(this);
		this.holder.lost(lossAt(now));
	}

	private LossCause lossAt(long now) {
		return (now >= this.maxHoldEnd) ? LossCause.MAX_HOLD : LossCause.EXPIRED;
	}

	private void lose(LossCause cause) {
		if (leave()) {
			this.keeper.forget(this);
			this.holder.lost(cause);
		}
	}

	private synchronized boolean leave() {
		boolean was = this.held;
		this.held = false;
		return was;
	}

	private static long end(long sent, long nanos) {
		return sent + nanos - nanos / 100 - DRIFT - Math.min(nanos / 20, LONGEST_NOTICE);
	}

	private static long later(long time, long nanos) {
		return (time > 0 && nanos > Long.MAX_VALUE - time) ? Long.MAX_VALUE : time + nanos;
	}

	/**
	 * For how long something is held.
	 *
	 * @param lease how long it is held without renewal
	 * @param renewed whether it is renewed by itself
	 * @param maxHold time after which it is no longer renewed
	 */
	public record Terms(Duration lease, boolean renewed, Duration maxHold) {

		/**
		 * Tell whether the first lease is over already.
		 * @param sent {@link LeaseKeeper#now()} from before the command that took it was
		 * sent
		 * @return whether the answer came too late
		 */
		public boolean isOver(long sent) {
			return LeaseKeeper.now() >= end(sent, this.lease.toNanos());
		}

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
