package io.github.redispatterns.lock.advice;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import io.github.redispatterns.internal.GuardedInvocation.Ending;
import io.github.redispatterns.lock.DistributedLock.OnLost;
import io.github.redispatterns.lock.LockLostException;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.ProxyMethodInvocation;

/**
 * A call that holds its locks until its work has ended, and the transaction around it if
 * there is one.
 */
final class LockedCall implements Ending {

	private final LockedMethod method;

	private final Grip grip;

	private final UnaryOperator<@Nullable Object> results;

	private final AtomicInteger awaited = new AtomicInteger(1);

	private final AtomicBoolean ended = new AtomicBoolean();

	private @Nullable Interruption interruption;

	LockedCall(LockedMethod method, Grip grip, UnaryOperator<@Nullable Object> results) {
		this.method = method;
		this.grip = grip;
		this.results = results;
	}

	@Override
	public @Nullable Object proceed(MethodInvocation invocation) throws Throwable {
		if (!this.method.parameters().isEmpty()) {
			((ProxyMethodInvocation) invocation)
				.setArguments(this.method.parameters().fill(invocation.getArguments(), this.grip.lock()));
		}
		if (this.method.onLost() == OnLost.INTERRUPT) {
			Interruption ours = new Interruption();
			this.interruption = ours;
			this.grip.onLost((cause) -> ours.interrupt());
		}
		return this.results.apply(invocation.proceed());
	}

	/**
	 * Hold on until a transaction has ended, too.
	 */
	void awaitTransaction() {
		this.awaited.incrementAndGet();
		this.grip.onLost((cause) -> {
		});
	}

	/**
	 * The transaction around this call is about to commit.
	 * @throws LockLostException if it must not
	 */
	void beforeCommit() {
		LockLostException lost = this.grip.lost();
		if (lost != null && this.method.onLost() != OnLost.EVENT) {
			throw lost;
		}
	}

	/**
	 * One of those that were awaited has ended.
	 * @return what was lost, or {@code null}
	 */
	@Nullable LockLostException leave() {
		if (this.awaited.decrementAndGet() > 0) {
			return this.grip.lost();
		}
		boolean interrupted = Thread.interrupted();
		try {
			return this.grip.release();
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@Override
	public void ended(@Nullable Object result, @Nullable Throwable failure) {
		if (!this.ended.compareAndSet(false, true)) {
			return;
		}
		if (this.interruption != null) {
			this.interruption.end();
		}
		LockLostException lost = leave();
		if (lost == null || this.method.onLost() == OnLost.EVENT) {
			return;
		}
		if (failure == null) {
			throw lost;
		}
		failure.addSuppressed(lost);
	}

}
