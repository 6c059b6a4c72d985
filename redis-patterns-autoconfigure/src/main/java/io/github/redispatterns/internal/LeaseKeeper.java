package io.github.redispatterns.internal;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Renews everything that is held for a lease and notices what is lost.
 * <p>
 * One thread looks at all of it when something is due, at most every few milliseconds,
 * and never waits for Redis: renewals run on other threads. Taking and giving back costs
 * a map entry and no timer. At shutdown it waits until what is held was given back.
 */
public final class LeaseKeeper implements SmartLifecycle {

	/** What is due within this time is due now, in nanoseconds. */
	static final long PRECISION = 5_000_000;

	private static final Log logger = LogFactory.getLog(LeaseKeeper.class);

	private static final long ORIGIN = System.nanoTime();

	private static final Duration IDLE = Duration.ofSeconds(10);

	private final Set<Holding> holdings = ConcurrentHashMap.newKeySet();

	private final Executor renewals;

	private final Duration drain;

	private final long idle;

	private volatile @Nullable Thread thread;

	private volatile long nextLook;

	private volatile boolean stopping;

	private volatile boolean stopped;

	LeaseKeeper(Executor renewals, Duration drain) {
		this(renewals, drain, IDLE);
	}

	LeaseKeeper(Executor renewals, Duration drain, Duration idle) {
		this.renewals = renewals;
		this.drain = drain;
		this.idle = idle.toNanos();
	}

	/**
	 * Whether this has stopped: what is taken now would not be given back in time.
	 * @return {@code false} also while it waits for what is held
	 */
	public boolean isStopped() {
		return this.stopped;
	}

	/**
	 * Return the monotonic time, in nanoseconds since some moment before.
	 * @return a time above 0
	 */
	public static long now() {
		return System.nanoTime() - ORIGIN;
	}

	/**
	 * Keep something that was just taken.
	 * @param holder whoever took it
	 * @param terms for how long
	 * @param sent {@link #now()} from before the command that took it was sent
	 * @return what is held
	 */
	public Holding keep(Holding.Holder holder, Holding.Terms terms, long sent) {
		Holding holding = new Holding(holder, this, terms, sent);
		this.holdings.add(holding);
		lookBy(holding.due());
		return holding;
	}

	void lookBy(long due) {
		Thread current = this.thread;
		if (current == null) {
			start(due);
		}
		else if (due < this.nextLook) {
			LockSupport.unpark(current);
		}
	}

	boolean execute(Runnable renewal) {
		try {
			this.renewals.execute(renewal);
			return true;
		}
		catch (RejectedExecutionException ex) {
			logger.debug("A renewal has to wait", ex);
			return false;
		}
	}

	void forget(Holding holding) {
		this.holdings.remove(holding);
		if (this.stopping) {
			synchronized (this) {
				notifyAll();
			}
		}
	}

	private synchronized void start(long due) {
		if (this.thread == null) {
			Thread watch = new Thread(this::watch, "redis-patterns-leases");
			watch.setDaemon(true);
			this.nextLook = due;
			this.thread = watch;
			watch.start();
		}
		else {
			// it was about to end when this was taken, and goes on
			LockSupport.unpark(this.thread);
		}
	}

	private void watch() {
		long idleSince = now();
		while (true) {
			// whatever is taken while this looks wakes it once more
			this.nextLook = Long.MAX_VALUE;
			long now = now();
			long next = Long.MAX_VALUE;
			for (Holding holding : this.holdings) {
				next = Math.min(next, look(holding, now));
			}
			idleSince = (next != Long.MAX_VALUE) ? now : idleSince;
			if ((this.stopping || now - idleSince >= this.idle) && ended()) {
				return;
			}
			next = Math.min(next, now + this.idle);
			this.nextLook = next;
			LockSupport.parkNanos(this, Math.max(PRECISION, next - now()));
		}
	}

	private static long look(Holding holding, long now) {
		try {
			return holding.look(now);
		}
		catch (RuntimeException | Error ex) {
			logger.error("A holder failed when it was told of its loss", ex);
			return now;
		}
	}

	private synchronized boolean ended() {
		this.thread = null;
		if (!this.holdings.isEmpty()) {
			this.thread = Thread.currentThread();
		}
		return this.thread == null;
	}

	@Override
	public void start() {
		this.stopping = false;
		this.stopped = false;
	}

	@Override
	public synchronized void stop() {
		this.stopping = true;
		long end = now() + this.drain.toNanos();
		try {
			for (long left = this.drain.toMillis(); left > 0
					&& !this.holdings.isEmpty(); left = (end - now()) / 1_000_000) {
				wait(left);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.stopped = true;
		LockSupport.unpark(this.thread);
		if (!this.holdings.isEmpty()) {
			logger.warn("%d locks or permits are still held after %s; they end with their leases"
				.formatted(this.holdings.size(), this.drain));
		}
	}

	@Override
	public boolean isRunning() {
		return !this.stopping;
	}

	@Override
	public int getPhase() {
		return StopPhase.LEASES;
	}

}
