package io.github.redispatterns.lock.advice;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.internal.Caller;
import io.github.redispatterns.internal.GuardedInvocation.Ending;
import io.github.redispatterns.internal.MethodExpression.Call;
import io.github.redispatterns.internal.ReturnKind;
import io.github.redispatterns.lock.Acquisition;
import io.github.redispatterns.lock.DistributedLock.OnUnavailable;
import io.github.redispatterns.lock.DistributedLock.Release;
import io.github.redispatterns.lock.LockNotAvailableException;
import io.github.redispatterns.lock.LockRequest;
import io.github.redispatterns.lock.Locks;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Where calls of locked methods get their locks, or are turned away.
 */
final class LockGate {

	private static final Log logger = LogFactory.getLog(LockGate.class);

	private final Locks locks;

	private final LocalLocks localLocks = new LocalLocks();

	private final LockAdviceMeters meters;

	private final FutureResults futures;

	private final Set<String> warned = ConcurrentHashMap.newKeySet();

	LockGate(Locks locks, LockAdviceMeters meters, FutureResults futures) {
		this.locks = locks;
		this.meters = meters;
		this.futures = futures;
	}

	Ending enter(LockedMethod method, Call call) {
		boolean transaction = DistributedLockInterceptor.TRANSACTIONS && TransactionEnd.isAhead();
		if (method.release() == Release.AFTER_COMPLETION && !transaction) {
			throw new IllegalStateException(
					method.place() + " is to hold its lock until a transaction has ended, but is called without one");
		}
		if (!method.patience().isZero() && method.kind() != ReturnKind.REACTIVE) {
			EventLoops.refuse(method.place());
		}
		List<LockRequest> requests = method.requests(call);
		Grip grip = new Grip();
		long begin = System.nanoTime();
		try {
			Acquisition.Busy busy = ask(grip, method, requests);
			if (busy != null) {
				return turnAway(method, call, new LockNotAvailableException(busy));
			}
		}
		catch (InterruptedException ex) {
			return interrupted(method, call, ex, busy(requests, begin));
		}
		return enter(method, requests, grip, transaction);
	}

	// work that goes on after this thread has left is no part of this thread
	private Acquisition.@Nullable Busy ask(Grip grip, LockedMethod method, List<LockRequest> requests)
			throws InterruptedException {
		if (method.kind() == ReturnKind.VALUE) {
			return take(grip, method, requests);
		}
		try {
			return Caller.apart(() -> Optional.ofNullable(take(grip, method, requests))).orElse(null);
		}
		catch (InterruptedException | RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Ending enter(LockedMethod method, List<LockRequest> requests, Grip grip, boolean transaction) {
		LockedCall held = new LockedCall(method, grip,
				(method.kind() == ReturnKind.FUTURE) ? this.futures::stage : (result) -> result);
		if (transaction && method.release() != Release.AFTER_METHOD) {
			TransactionEnd.await(held);
		}
		else if (transaction) {
			requests.forEach((request) -> this.meters.early(request.name()));
			if (this.warned.add(method.place())) {
				logger.warn(method.place() + " gives its lock back before the transaction around it has ended: others"
						+ " get the lock before they can see what is written here. Leave 'release' out.");
			}
		}
		return held;
	}

	private Acquisition.@Nullable Busy take(Grip grip, LockedMethod method, List<LockRequest> requests)
			throws InterruptedException {
		long begin = System.nanoTime();
		boolean local = method.onUnavailable() == OnUnavailable.LOCAL_LOCK;
		try {
			Acquisition acquisition = this.locks.tryLock(requests);
			if (acquisition instanceof Acquisition.Busy busy) {
				return busy;
			}
			grip.hold(((Acquisition.Acquired) acquisition).lock());
		}
		catch (RedisUnavailableException ex) {
			if (method.onUnavailable() == OnUnavailable.FAIL) {
				throw ex;
			}
			requests.forEach((request) -> this.meters.unprotected(request.name(), local));
		}
		return local ? takeHere(grip, method, requests, begin) : null;
	}

	// even with a lock in Redis: others here may have begun while Redis was away
	private Acquisition.@Nullable Busy takeHere(Grip grip, LockedMethod method, List<LockRequest> requests, long begin)
			throws InterruptedException {
		Runnable here = null;
		try {
			here = this.localLocks.take(requests, method.patience().toNanos() - (System.nanoTime() - begin));
		}
		finally {
			if (here == null) {
				grip.release();
			}
		}
		if (here == null) {
			return busy(requests, begin);
		}
		grip.holdHere(here);
		return null;
	}

	private static Acquisition.Busy busy(List<LockRequest> requests, long begin) {
		Duration waited = Duration.ofMillis((System.nanoTime() - begin) / 1_000_000);
		return new Acquisition.Busy(requests.get(0).name(), null, Duration.ZERO, waited);
	}

	private static Ending interrupted(LockedMethod method, Call call, InterruptedException ex, Acquisition.Busy busy) {
		if (method.kind() == ReturnKind.VALUE
				&& Arrays.asList(call.method().getExceptionTypes()).contains(InterruptedException.class)) {
			return new Instead(() -> {
				throw ex;
			});
		}
		Thread.currentThread().interrupt();
		LockNotAvailableException refusal = new LockNotAvailableException(busy);
		refusal.initCause(ex);
		return turnAway(method, call, refusal);
	}

	private static Ending turnAway(LockedMethod method, Call call, LockNotAvailableException refusal) {
		return switch (method.onBusy()) {
			case FAIL -> throw refusal;
			case SKIP -> new Instead(method.skip()::get);
			case FALLBACK -> new Instead(() -> fallback(method).invoke(call, refusal));
		};
	}

	private static Fallback fallback(LockedMethod method) {
		Fallback fallback = method.fallback();
		if (fallback == null) {
			throw new IllegalStateException(method.place() + " has no fallback");
		}
		return fallback;
	}

}
