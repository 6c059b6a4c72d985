package io.github.redispatterns.lock.shedlock;

import java.time.Duration;
import java.util.Optional;

import io.github.redispatterns.internal.LeaseKeeper;
import io.github.redispatterns.lock.HeldLock;
import io.github.redispatterns.lock.LockLostException;
import net.javacrumbs.shedlock.core.AbstractSimpleLock;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.SimpleLock;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The lock of one task.
 */
final class TaskLock extends AbstractSimpleLock {

	private static final Log logger = LogFactory.getLog(TaskLock.class);

	private final HeldLock lock;

	private final Runnable whenGiven;

	private final long keptUntil;

	TaskLock(LockConfiguration configuration, HeldLock lock, Runnable whenGiven) {
		super(configuration);
		this.lock = lock;
		this.whenGiven = whenGiven;
		this.keptUntil = LeaseKeeper.now() + configuration.getLockAtLeastFor().toNanos();
	}

	@Override
	protected void doUnlock() {
		this.whenGiven.run();
		Duration keep = Duration.ofNanos(this.keptUntil - LeaseKeeper.now());
		try {
			// an extension may have asked for another minimum than the lock was taken
			// with
			this.lock.close(keep.isNegative() ? Duration.ZERO : keep);
		}
		catch (LockLostException ex) {
			logger.warn("Task '%s' took longer than its lock lasted".formatted(this.lockConfiguration.getName()), ex);
		}
	}

	@Override
	protected Optional<SimpleLock> doExtend(LockConfiguration configuration) {
		if (!this.lock.extend(configuration.getLockAtMostFor())) {
			this.whenGiven.run();
			return Optional.empty();
		}
		return Optional.of(new TaskLock(configuration, this.lock, this.whenGiven));
	}

}
