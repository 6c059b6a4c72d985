package io.github.redispatterns.benchmarks.lock;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Time from the beginning of a release in one instance until a waiter of another instance
 * has the lock.
 */
final class Handover {

	private static final long LET_IT_WAIT = 15_000_000;

	private Handover() {
	}

	static void print(PrintStream out, List<Locker> lockers, int rounds) {
		out.println("\n## Hand-over from instance to instance\n");
		out.println("From the release in one instance until a waiter of another one has it, in µs.\n");
		out.println("| contender | kind | median | 99% |\n|---|---|---:|---:|");
		for (Kind kind : List.of(Kind.MUTEX, Kind.FAIR)) {
			for (Locker locker : lockers) {
				if (locker.supports(kind, true) && !(locker instanceof Floor)) {
					System.err.println("hand-over: " + locker.name());
					long[] nanos = measure(locker, kind, locker.name().contains("ours") ? rounds : rounds / 3);
					out.printf("| %s | %s | %,d | %,d |%n", locker.name(),
							kind.name().toLowerCase(java.util.Locale.ROOT), nanos[nanos.length / 2] / 1_000,
							nanos[nanos.length * 99 / 100] / 1_000);
				}
			}
		}
	}

	private static long[] measure(Locker locker, Kind kind, int rounds) {
		long[] nanos = new long[rounds];
		try {
			for (int i = 0; i < rounds; i++) {
				nanos[i] = once(locker, kind, "handover" + i % 16);
			}
		}
		catch (Exception ex) {
			throw new IllegalStateException(locker.name(), ex);
		}
		Arrays.sort(nanos);
		return nanos;
	}

	private static long once(Locker locker, Kind kind, String key) throws Exception {
		Locker.Release first = locker.lock(0, kind, key);
		long[] got = new long[1];
		CountDownLatch asking = new CountDownLatch(1);
		Thread waiter = new Thread(() -> {
			try {
				asking.countDown();
				Locker.Release second = locker.lock(1, kind, key);
				got[0] = System.nanoTime();
				second.release();
			}
			catch (Exception ex) {
				ex.printStackTrace();
			}
		});
		waiter.start();
		asking.await();
		long until = System.nanoTime() + LET_IT_WAIT;
		while (System.nanoTime() < until) {
			LockSupport.parkNanos(until - System.nanoTime());
		}
		long released = System.nanoTime();
		first.release();
		waiter.join();
		if (got[0] == 0) {
			throw new IllegalStateException(locker.name() + " did not hand over");
		}
		return got[0] - released;
	}

}
