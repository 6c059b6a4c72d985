package io.github.redispatterns.cache.write;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.internal.LeaseKeeper;
import io.github.redispatterns.internal.WakeUps;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A part of what a cache has not written, as one instance sees it.
 * <p>
 * A signal says when the first change is due, then each look says when the next one is.
 * While nothing waits nobody looks. All instances look, and the script gives each change
 * to one of them.
 */
final class Partition implements WakeUps.Listener {

	private static final Log logger = LogFactory.getLog(Partition.class);

	private static final long NEVER = Long.MAX_VALUE;

	private static final long AFTER_FAILURE = 500;

	private static final long LONGEST_PACE = 100;

	private final SourceRoute route;

	private final WriteKeys keys;

	private WakeUps.@Nullable Listening listening;

	private long planned = NEVER;

	private boolean busy;

	private boolean again;

	private @Nullable CountDownLatch finished;

	private volatile Duration ahead = Duration.ZERO;

	private volatile long end = NEVER;

	Partition(SourceRoute route, WriteKeys keys) {
		this.route = route;
		this.keys = keys;
	}

	WriteKeys keys() {
		return this.keys;
	}

	synchronized void start() {
		this.ahead = Duration.ZERO;
		this.end = NEVER;
		this.finished = null;
		if (this.listening == null) {
			this.listening = this.route.parts().wakeUps().listen(this.keys.entity(), this);
		}
	}

	/**
	 * Write what waits, though it may not be due, and look no more.
	 * @param until when to stop, {@code LeaseKeeper.now()}
	 * @return open until that is done
	 */
	CountDownLatch finish(long until) {
		CountDownLatch latch = new CountDownLatch(1);
		boolean looking;
		synchronized (this) {
			if (this.listening != null) {
				this.listening.close();
				this.listening = null;
			}
			this.planned = NEVER;
			this.ahead = this.route.settings().delay();
			this.end = until;
			this.finished = latch;
			looking = this.busy;
			this.again = looking;
		}
		if (!looking) {
			execute();
		}
		return latch;
	}

	@Override
	public void signalled(String text) {
		lookAfter(Long.parseLong(text));
	}

	@Override
	public void missed() {
		lookAfter(0);
	}

	private synchronized void lookAfter(long millis) {
		long at = LeaseKeeper.now() + TimeUnit.MILLISECONDS.toNanos(millis);
		if (this.listening != null && at < this.planned) {
			this.planned = at;
			this.route.parts().timer().after(Duration.ofMillis(millis), this::due);
		}
	}

	private void due() {
		synchronized (this) {
			if (LeaseKeeper.now() < this.planned) {
				// an earlier plan took its place, or this was done
				return;
			}
			this.planned = NEVER;
		}
		execute();
	}

	private void execute() {
		try {
			this.route.parts().workers().execute(this::run);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Changes wait longer", ex);
			tellFinished();
			lookAfter(AFTER_FAILURE);
		}
	}

	private void run() {
		if (enter()) {
			do {
				look();
			}
			while (!leave());
		}
	}

	private synchronized boolean enter() {
		this.again |= this.busy;
		boolean entered = !this.busy;
		this.busy = true;
		return entered;
	}

	private synchronized boolean leave() {
		this.busy = this.again;
		this.again = false;
		if (!this.busy) {
			tellFinished();
		}
		return !this.busy;
	}

	private synchronized void tellFinished() {
		if (this.finished != null) {
			this.finished.countDown();
		}
	}

	private void look() {
		WriteSettings settings = this.route.settings();
		try {
			while (LeaseKeeper.now() < this.end) {
				long sent = LeaseKeeper.now();
				WriteScripts.Claimed claimed = this.route.parts()
					.scripts()
					.claim(this.keys, settings.batch(), settings.lease(), this.ahead);
				int taken = claimed.changes().size();
				if (taken > 0) {
					new Delivery(this.route, this.keys, claimed, sent).run();
				}
				if (taken < settings.batch() && (taken == 0 || this.end == NEVER)) {
					rest(taken > 0, claimed.next(), settings);
					return;
				}
			}
		}
		catch (RedisUnavailableException ex) {
			logger.debug("Changes wait until Redis is back", ex);
			lookAfter(AFTER_FAILURE);
		}
		catch (RuntimeException | Error ex) {
			logger.error("Changes of the cache '" + settings.cache() + "' wait longer", ex);
			lookAfter(AFTER_FAILURE);
		}
	}

	// lets changes gather, rather than to take each of them when it comes
	private void rest(boolean wrote, long next, WriteSettings settings) {
		long pace = Math.min(settings.delay().toMillis() / 8, LONGEST_PACE);
		if (wrote || next >= 0) {
			lookAfter(wrote ? pace : Math.max(pace, next + 1));
		}
	}

}
