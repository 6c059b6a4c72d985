package io.github.redispatterns.lock.integration;

import java.time.Duration;

import io.github.redispatterns.internal.Require;
import io.github.redispatterns.lock.HeldLock;
import io.github.redispatterns.lock.LockRequest;
import io.github.redispatterns.lock.Locks;

import org.springframework.integration.support.locks.DistributedLock;
import org.springframework.integration.support.locks.ExpirableLockRegistry;
import org.springframework.integration.support.locks.RenewableLockRegistry;

/**
 * Spring Integration's registry of locks that all instances share.
 * <p>
 * It keeps nothing: every lock of one key is the same lock, so there is nothing to bound,
 * to evict or to drop while it is held. A lock is renewed until it is given back, unless
 * it was taken with a time to live of its own, which only {@link #renewLock} prolongs.
 */
public final class SharedLockRegistry
		implements ExpirableLockRegistry<DistributedLock>, RenewableLockRegistry<DistributedLock> {

	private final Locks locks;

	private final String name;

	/**
	 * Create a registry.
	 * @param locks the locks
	 * @param name name of all its locks; registries of one name share them
	 */
	public SharedLockRegistry(Locks locks, String name) {
		Require.text(name, "name");
		this.locks = locks;
		this.name = name;
	}

	@Override
	public DistributedLock obtain(Object lockKey) {
		return new SharedLock(this.locks, request(lockKey));
	}

	/**
	 * Do nothing: nothing is kept that could be unused.
	 */
	@Override
	public void expireUnusedOlderThan(long age) {
	}

	/**
	 * Begin another lease of the same length.
	 * @throws IllegalStateException if the present thread does not hold the lock, or lost
	 * it
	 */
	@Override
	public void renewLock(Object lockKey) {
		renewed(held(lockKey).verify(), lockKey);
	}

	/**
	 * Begin a lease of another length.
	 * @throws IllegalStateException if the present thread does not hold the lock, or lost
	 * it
	 */
	@Override
	public void renewLock(Object lockKey, Duration ttl) {
		renewed(held(lockKey).extend(ttl), lockKey);
	}

	private HeldLock held(Object lockKey) {
		try {
			return this.locks.asLock(request(lockKey)).held();
		}
		catch (IllegalMonitorStateException ex) {
			throw new IllegalStateException("Lock '%s' cannot be renewed: %s".formatted(lockKey, ex.getMessage()), ex);
		}
	}

	private void renewed(boolean renewed, Object lockKey) {
		if (!renewed) {
			throw new IllegalStateException("Lock '%s' cannot be renewed: it was lost".formatted(lockKey));
		}
	}

	private LockRequest request(Object lockKey) {
		String key = lockKey.toString();
		Require.text(key, "lockKey");
		return LockRequest.of(this.name, key);
	}

}
