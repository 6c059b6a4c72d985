package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.List;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.internal.Instance;
import io.github.redispatterns.internal.LeaseKeeper;
import io.github.redispatterns.internal.WaitingRoom;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * One caller's way to one lock.
 */
final class Attempt implements WaitingRoom.Question<HeldLock> {

	private static final Log logger = LogFactory.getLog(Locks.class);

	private final TenureContext context;

	private final DeadlockWatch watch;

	private final LockScheme scheme;

	private final LockRequest request;

	private final LockTerms terms;

	private final Claim claim;

	private final Thread thread = Thread.currentThread();

	private final long begin = LeaseKeeper.now();

	private LockScheme.@Nullable Taking refusal;

	private boolean registered;

	private @Nullable Waiter waiter;

	Attempt(TenureContext context, DeadlockWatch watch, LockScheme scheme, LockRequest request, LockTerms terms,
			Claim claim) {
		this.context = context;
		this.watch = watch;
		this.scheme = scheme;
		this.request = request;
		this.terms = terms;
		this.claim = claim;
	}

	/**
	 * Try, and wait if need be.
	 * @return the lock, or {@code null} if others held it for too long
	 * @throws InterruptedException if the thread is interrupted while it waits
	 */
	@Nullable HeldLock run() throws InterruptedException {
		String entity = this.claim.key().entity();
		long patience = this.terms.waitTime().toNanos();
		if (patience == 0 || this.claim.isBeside()) {
			// others may wait for what this thread holds already
			return ask(0, 0).value();
		}
		HeldLock lock = tryAtOnce(entity);
		if (lock != null) {
			return lock;
		}
		this.context.waits(this);
		Waiter waiting = this.watch.enter(this.claim, patience);
		this.waiter = waiting;
		try {
			lock = this.context.room().await(entity, patience - (LeaseKeeper.now() - this.begin), this);
			return lock;
		}
		finally {
			this.context.waitsNoMore(this);
			this.watch.leave(waiting, lock != null);
			if (lock == null && this.registered) {
				leave();
			}
		}
	}

	private @Nullable HeldLock tryAtOnce(String entity) {
		WaitingRoom room = this.context.room();
		if (room.waiting(entity) == 0) {
			return ask(0, 0).value();
		}
		if (!this.scheme.exclusive() || !room.tryPass(entity)) {
			return null;
		}
		HeldLock lock = null;
		try {
			lock = ask(0, 0).value();
			return lock;
		}
		finally {
			if (lock == null) {
				room.signal(entity);
			}
		}
	}

	private void leave() {
		try {
			this.scheme.leave(this.claim);
		}
		catch (RuntimeException ex) {
			// who died does not leave either
			logger.debug("A waiter that gave up is forgotten later", ex);
		}
	}

	@Override
	public WaitingRoom.Answer<HeldLock> ask(long waited, long left) {
		if (this.context.refusesNewWork()) {
			throw new IllegalStateException(
					"Lock '%s' is not taken: the application stops".formatted(this.request.name()));
		}
		long sent = LeaseKeeper.now();
		this.registered |= left > 0;
		LockScheme.Taking taking = take(sent, left > 0);
		if (taking.fence() == 0) {
			this.refusal = taking;
			String holder = taking.holder();
			boolean nearby = this.scheme.exclusive() && holder != null
					&& holder.startsWith(Instance.of(this.claim.token()) + ":");
			return new WaitingRoom.Answer<>(null, Math.max(0, taking.remaining()) * 1_000_000, nearby);
		}
		Tenure tenure = new Tenure(this.context, this.scheme, this.request, this.claim, this.terms.held(),
				taking.fence(), sent);
		this.context.remember(tenure);
		return WaitingRoom.Answer.of(new LockHandle(tenure));
	}

	private LockScheme.Taking take(long sent, boolean waiting) {
		Duration lease = this.terms.held().lease();
		try {
			LockScheme.Taking taking = this.scheme.take(this.claim, lease, waiting);
			if (taking.fence() == 0 || !this.terms.held().isOver(sent)) {
				return taking;
			}
			// the answer came when the lease was over
			this.scheme.release(this.claim, Duration.ZERO);
			return new LockScheme.Taking(0, 0, null);
		}
		catch (RuntimeException ex) {
			if (!(ex instanceof RedisUnavailableException) || ex.getCause() != null) {
				// Redis may have granted it, or may do so when it wakes up
				this.context.releaseLater(this.scheme, this.claim, lease.plus(TenureContext.LONGEST_OUTAGE));
			}
			throw ex;
		}
	}

	@Override
	public @Nullable RuntimeException verdict() {
		List<String> cycle = (this.waiter != null) ? this.waiter.verdict() : null;
		if (cycle == null) {
			return null;
		}
		this.context.publish(new LockEvent.DeadlockDetected(cycle));
		return new DeadlockDetectedException(cycle);
	}

	@Override
	public boolean exclusive() {
		return this.scheme.exclusive();
	}

	@Override
	public boolean concerns(String text) {
		return this.scheme.concerns(this.claim, text);
	}

	Claim claim() {
		return this.claim;
	}

	Thread thread() {
		return this.thread;
	}

	Duration age() {
		return Duration.ofNanos(LeaseKeeper.now() - this.begin);
	}

	/**
	 * Tell who holds the lock.
	 * @return the refusal
	 */
	Acquisition.Busy busy() {
		LockScheme.Taking last = this.refusal;
		String holder = (last != null && last.holder() != null) ? Instance.of(last.holder()) : null;
		Duration remaining = Duration.ofMillis((last != null) ? Math.max(0, last.remaining()) : 0);
		return new Acquisition.Busy(this.request.name(), holder, remaining,
				Duration.ofNanos(LeaseKeeper.now() - this.begin).truncatedTo(java.time.temporal.ChronoUnit.MILLIS));
	}

}
