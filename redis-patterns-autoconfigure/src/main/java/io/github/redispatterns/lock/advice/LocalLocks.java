package io.github.redispatterns.lock.advice;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import io.github.redispatterns.internal.Caller;
import io.github.redispatterns.lock.LockMode;
import io.github.redispatterns.lock.LockRequest;
import org.jspecify.annotations.Nullable;

/**
 * Locks of this instance alone, for as long as Redis is away. There are as many as are
 * held or waited for, up to a bound.
 */
final class LocalLocks {

	private static final int MOST = 10_000;

	private final ConcurrentHashMap<String, LocalLock> locks = new ConcurrentHashMap<>();

	/**
	 * Take the locks of some requests together or not at all.
	 * @param requests which
	 * @param patience longest wait, in nanoseconds
	 * @return what gives them back, or {@code null} if others hold one of them
	 * @throws InterruptedException if the thread is interrupted while it waits
	 */
	@Nullable Runnable take(List<LockRequest> requests, long patience) throws InterruptedException {
		TreeMap<String, Boolean> wanted = new TreeMap<>();
		for (LockRequest request : requests) {
			boolean exclusive = request.mode() != LockMode.READ;
			List<String> keys = request.keys().isEmpty() ? List.of("") : request.keys();
			keys.forEach((key) -> wanted.merge(request.name() + '\n' + key, exclusive, Boolean::logicalOr));
		}
		long end = System.nanoTime() + patience;
		Deque<Runnable> taken = new ArrayDeque<>();
		boolean all = false;
		try {
			for (var one : wanted.entrySet()) {
				Runnable release = take(one.getKey(), one.getValue(), end - System.nanoTime());
				if (release == null) {
					return null;
				}
				taken.push(release);
			}
			all = true;
			return () -> taken.forEach(Runnable::run);
		}
		finally {
			if (!all) {
				taken.forEach(Runnable::run);
			}
		}
	}

	private @Nullable Runnable take(String name, boolean exclusive, long patience) throws InterruptedException {
		LocalLock lock = this.locks.compute(name, (key, present) -> {
			if (present == null && this.locks.mappingCount() >= MOST) {
				return null;
			}
			return ((present != null) ? present : new LocalLock()).used();
		});
		if (lock == null) {
			return null;
		}
		Runnable release = null;
		try {
			release = lock.take(Caller.current(), exclusive, Math.max(0, patience));
		}
		finally {
			if (release == null) {
				leave(name);
			}
		}
		Runnable taken = release;
		return (taken != null) ? () -> {
			taken.run();
			leave(name);
		} : null;
	}

	private void leave(String name) {
		this.locks.computeIfPresent(name, (key, lock) -> lock.left() ? null : lock);
	}

	int size() {
		return this.locks.size();
	}

}
