package io.github.redispatterns.lock.integration;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

import io.github.redispatterns.lock.LockRequest;
import io.github.redispatterns.lock.Locks;

import org.springframework.integration.support.locks.DistributedLock;

/**
 * One of our locks as Spring Integration wants it.
 */
final class SharedLock implements DistributedLock {

	private final Locks locks;

	private final LockRequest request;

	private final Lock view;

	SharedLock(Locks locks, LockRequest request) {
		this.locks = locks;
		this.request = request;
		this.view = locks.asLock(request);
	}

	@Override
	public void lock() {
		this.view.lock();
	}

	@Override
	public void lock(Duration ttl) {
		lasting(ttl).lock();
	}

	@Override
	public void lockInterruptibly() throws InterruptedException {
		this.view.lockInterruptibly();
	}

	@Override
	public boolean tryLock() {
		return this.view.tryLock();
	}

	@Override
	public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
		return this.view.tryLock(time, unit);
	}

	@Override
	public boolean tryLock(Duration waitTime, Duration ttl) throws InterruptedException {
		return lasting(ttl).tryLock(waitTime.toMillis(), TimeUnit.MILLISECONDS);
	}

	private Lock lasting(Duration ttl) {
		return this.locks.asLock(this.request.withFixedLease(ttl));
	}

	@Override
	public void unlock() {
		this.view.unlock();
	}

	@Override
	public Condition newCondition() {
		return this.view.newCondition();
	}

	@Override
	public String toString() {
		return this.view.toString();
	}

}
