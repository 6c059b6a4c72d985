package io.github.redispatterns.lock.shedlock;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.github.redispatterns.lock.Acquisition;
import io.github.redispatterns.lock.HeldLock;
import io.github.redispatterns.lock.LockRequest;
import io.github.redispatterns.lock.Locks;
import net.javacrumbs.shedlock.core.ExtensibleLockProvider;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.support.LockException;

/**
 * Locks of ShedLock: tried once, held for as long as the task may last, never renewed.
 */
final class TaskLockProvider implements ExtensibleLockProvider {

	/** All tasks are locks of one name, so that theirs may be as many as they like. */
	static final String NAME = "shedlock";

	private final Locks locks;

	private final Map<String, HeldLock> held = new ConcurrentHashMap<>();

	TaskLockProvider(Locks locks) {
		this.locks = locks;
	}

	@Override
	public Optional<SimpleLock> lock(LockConfiguration configuration) {
		String task = configuration.getName();
		HeldLock other = this.held.get(task);
		if (other != null && other.isValid()) {
			// a lock of ours lets its thread in again, one of ShedLock does not
			return Optional.empty();
		}
		LockRequest request = LockRequest.of(NAME, task)
			.withWait(Duration.ZERO)
			.withFixedLease(configuration.getLockAtMostFor());
		if (!(tryLock(request) instanceof Acquisition.Acquired acquired)) {
			return Optional.empty();
		}
		HeldLock lock = acquired.lock();
		this.held.put(task, lock);
		return Optional.of(new TaskLock(configuration, lock, () -> this.held.remove(task, lock)));
	}

	private Acquisition tryLock(LockRequest request) {
		try {
			return this.locks.tryLock(request);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new LockException("Interrupted while locking '%s'".formatted(request.keys().get(0)), ex);
		}
	}

}
