package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.internal.Background;
import io.github.redispatterns.internal.LeaseKeeper;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Looks now and then whether callers of this instance who have waited for long wait for
 * themselves, and makes one of each circle give up.
 * <p>
 * Whoever holds nothing keeps nobody waiting and is no concern. Other instances are told
 * of a wait only when the search leads to them, and a wait shorter than the setting costs
 * no command.
 */
final class DeadlockWatch {

	private static final Log logger = LogFactory.getLog(Locks.class);

	private static final long MILLI = 1_000_000;

	private static final long SHORTEST_PERIOD = 20 * MILLI;

	private static final long LONGEST_PERIOD = 200 * MILLI;

	private final Map<Object, Waiter> waiters = new ConcurrentHashMap<>();

	private final TenureContext context;

	private final SharedWaits shared;

	private final Background background;

	private final long checkAfter;

	private final long period;

	private boolean looking;

	DeadlockWatch(TenureContext context, SharedWaits shared, Background background,
			LockProperties.DeadlockDetection properties) {
		this.context = context;
		this.shared = shared;
		this.background = background;
		this.checkAfter = properties.enabled() ? properties.checkAfter().toNanos() : Long.MAX_VALUE;
		this.period = Math.max(SHORTEST_PERIOD, Math.min(LONGEST_PERIOD, this.checkAfter / 5));
	}

	/**
	 * The present caller begins to wait.
	 * @param claim what it waits for
	 * @param patience longest wait, in nanoseconds
	 * @return the waiter, for {@link #leave}
	 */
	Waiter enter(Claim claim, long patience) {
		Waiter waiter = new Waiter(claim);
		if (patience > this.checkAfter) {
			this.waiters.put(waiter.caller(), waiter);
			lookAfter(this.checkAfter);
		}
		return waiter;
	}

	/**
	 * The wait is over.
	 * @param waiter who waited
	 * @param acquired whether it got what it waited for
	 */
	void leave(Waiter waiter, boolean acquired) {
		this.waiters.remove(waiter.caller(), waiter);
		List<String> told = waiter.leave();
		if (acquired && !told.isEmpty()) {
			// nobody can mistake it: what it waited for is held with its own token
			this.background.after(Duration.ZERO, () -> this.shared.forget(told));
		}
		else {
			this.shared.forget(told);
		}
	}

	private synchronized void lookAfter(long nanos) {
		if (!this.looking) {
			this.looking = true;
			this.background.after(Duration.ofNanos(nanos), this::look);
		}
	}

	private void look() {
		synchronized (this) {
			this.looking = false;
		}
		long now = LeaseKeeper.now();
		long next = Long.MAX_VALUE;
		LocalWaits local = null;
		for (Waiter waiter : this.waiters.values()) {
			long early = waiter.since() + this.checkAfter - now;
			next = Math.min(next, Math.max(early, this.period));
			if (early <= 0) {
				local = (local != null) ? local : new LocalWaits(this.context.all(), this.waiters);
				look(waiter, local);
			}
		}
		if (next != Long.MAX_VALUE) {
			lookAfter(next);
		}
	}

	private void look(Waiter waiter, LocalWaits local) {
		List<String> holds = local.holds(waiter.caller());
		if (holds.isEmpty()) {
			return;
		}
		try {
			AllWaits all = new AllWaits(local, this.shared);
			List<DeadlockSearch.Step> circle = waiter.search().look(waiter.waiting(), all);
			if (circle != null) {
				waiter.giveUp(this.shared.describe(circle));
			}
			else if (all.leadsElsewhere()) {
				holds.forEach((token) -> waiter.tell(token, (wait) -> this.shared.tell(token, wait)));
			}
		}
		catch (RedisUnavailableException ex) {
			logger.debug("No search for deadlocks while Redis is away", ex);
		}
	}

	/** What this instance knows, and what others told. */
	private static final class AllWaits implements WaitGraph {

		private final LocalWaits local;

		private final SharedWaits shared;

		private boolean elsewhere;

		AllWaits(LocalWaits local, SharedWaits shared) {
			this.local = local;
			this.shared = shared;
		}

		boolean leadsElsewhere() {
			return this.elsewhere;
		}

		@Override
		public @Nullable String holder(String entity) {
			String holder = this.local.holder(entity);
			return (holder != null) ? holder : this.shared.holder(entity);
		}

		@Override
		public @Nullable Wait waitOf(String token) {
			if (this.local.isHeld(token)) {
				return this.local.waitOf(token);
			}
			this.elsewhere = true;
			return this.shared.waitOf(token);
		}

	}

}
